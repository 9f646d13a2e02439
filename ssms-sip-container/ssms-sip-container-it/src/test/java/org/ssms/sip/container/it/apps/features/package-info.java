/** A SIP application of annotated and declared servlets, one for each feature that the tests use. */
@NullMarked
@SipApplication(name = "overridden by sip.xml")
package org.ssms.sip.container.it.apps.features;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
