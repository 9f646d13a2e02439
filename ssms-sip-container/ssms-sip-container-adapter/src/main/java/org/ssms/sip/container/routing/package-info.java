/** The application router (JSR 289 §15) of a container with a single application. */
@NullMarked
package org.ssms.sip.container.routing;

import org.jspecify.annotations.NullMarked;
