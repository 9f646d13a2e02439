/** A user agent that calls as soon as it is in service. */
@NullMarked
@SipApplication(name = "shootist")
package org.ssms.sip.container.it.apps.shootist;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
