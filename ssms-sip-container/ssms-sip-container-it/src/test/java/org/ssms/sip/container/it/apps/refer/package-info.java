/** Calls whom it is referred to, and reports (RFC 3515). */
@NullMarked
@SipApplication(name = "refer")
package org.ssms.sip.container.it.apps.refer;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
