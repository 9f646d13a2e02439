/** A user agent that is called. */
@NullMarked
@SipApplication(name = "shootme")
package org.ssms.sip.container.it.apps.shootme;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
