/** A proxy that does not stay in the path. */
@NullMarked
@SipApplication(name = "speeddial")
package org.ssms.sip.container.it.apps.speeddial;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
