/**
 * SIP adapter: registrar, redirect server, proxy and voicemail as servlets; {@link org.ssms.sip.EntryServlet} comes
 * first.
 */
@NullMarked
@SipApplication(name = "ssms", mainServlet = "entry")
package org.ssms.sip;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
