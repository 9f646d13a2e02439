/** Which SIP application gets an initial request: the default application router of JSR 289 §15 and appendix C. */
@NullMarked
package org.ssms.sip.container.routing;

import org.jspecify.annotations.NullMarked;
