/** JMX view of one SIP application; figures and states only, no message and no secret. */
@NullMarked
package org.ssms.sip.container.management;

import org.jspecify.annotations.NullMarked;
