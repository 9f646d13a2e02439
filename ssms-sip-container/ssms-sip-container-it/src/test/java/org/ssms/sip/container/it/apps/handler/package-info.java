/** Two servlets that hand a call to each other. */
@NullMarked
@SipApplication(name = "handler", mainServlet = "first")
package org.ssms.sip.container.it.apps.handler;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
