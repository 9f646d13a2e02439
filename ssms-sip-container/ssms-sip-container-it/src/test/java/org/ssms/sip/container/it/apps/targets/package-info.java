/** Joins and replaces calls (RFC 3911, RFC 3891). */
@NullMarked
@SipApplication(name = "targets")
package org.ssms.sip.container.it.apps.targets;

import javax.servlet.sip.annotation.SipApplication;
import org.jspecify.annotations.NullMarked;
