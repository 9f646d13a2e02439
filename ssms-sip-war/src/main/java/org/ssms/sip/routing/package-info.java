/** Where a request belongs, by its Request-URI, and which mailbox a diverted call means. Knows no SIP stack. */
@NullMarked
package org.ssms.sip.routing;

import org.jspecify.annotations.NullMarked;
