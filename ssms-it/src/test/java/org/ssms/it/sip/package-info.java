/**
 * A SIP user agent of the tests, in which every header can be chosen and every answer seen. It shares no code with the
 * server.
 */
@NullMarked
package org.ssms.it.sip;

import org.jspecify.annotations.NullMarked;
