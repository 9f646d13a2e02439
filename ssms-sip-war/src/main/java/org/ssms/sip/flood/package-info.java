/** How many requests a source may send: token buckets in front of the SIP stack. */
@NullMarked
package org.ssms.sip.flood;

import org.jspecify.annotations.NullMarked;
