/** A proxy that calls several phones at the same time and stays in the path. */
@NullMarked
@SipApplication(name = "forking")
package org.ssms.sip.container.it.apps.forking;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
