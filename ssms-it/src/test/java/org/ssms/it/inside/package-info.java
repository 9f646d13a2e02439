/** Tests that run inside the server, with the beans of the license server, and what takes them there (Arquillian). */
@NullMarked
package org.ssms.it.inside;

import org.jspecify.annotations.NullMarked;
