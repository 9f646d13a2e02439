/**
 * What is put into archives of the server: tests that run inside it, with the beans of the license server, and what
 * takes them there (Arquillian); a hand on its SIP sessions.
 */
@NullMarked
package org.ssms.it.inside;

import org.jspecify.annotations.NullMarked;
