/** A small SIP application that shows in its answers what the container did for it. */
@NullMarked
@SipApplication(name = "container-it", mainServlet = "probe", sessionTimeout = 1)
package org.ssms.sip.container.it;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
