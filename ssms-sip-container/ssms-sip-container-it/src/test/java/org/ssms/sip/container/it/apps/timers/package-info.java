/** Servlet timers, of the session of a callback and of one that it makes. */
@NullMarked
@SipApplication(name = "timers")
package org.ssms.sip.container.it.apps.timers;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
