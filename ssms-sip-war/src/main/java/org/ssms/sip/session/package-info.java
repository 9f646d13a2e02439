/** Session timers, RFC 4028: the negotiation. Knows no SIP stack. */
@NullMarked
package org.ssms.sip.session;

import org.jspecify.annotations.NullMarked;
