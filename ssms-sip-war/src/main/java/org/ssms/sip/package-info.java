/** SIP adapter of the voicemail service: translates between SIP messages and {@link org.ssms.call.CallDesk}. */
@NullMarked
@SipApplication(name = "ssms", mainServlet = "voicemail")
package org.ssms.sip;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
