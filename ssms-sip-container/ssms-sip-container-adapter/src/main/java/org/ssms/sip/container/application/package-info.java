/** One SIP application: its servlets, listeners and sessions, as the Restcomm dispatcher sees them. */
@NullMarked
package org.ssms.sip.container.application;

import org.jspecify.annotations.NullMarked;
