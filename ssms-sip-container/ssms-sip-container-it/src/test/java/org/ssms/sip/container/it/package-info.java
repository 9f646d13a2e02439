/** Tests of the SIP container on a real WildFly, called by sipp and by small callers of our own. */
@NullMarked
package org.ssms.sip.container.it;

import org.jspecify.annotations.NullMarked;
