/** The license server as its clients see it over HTTP. */
@NullMarked
package org.ssms.client;

import org.jspecify.annotations.NullMarked;
