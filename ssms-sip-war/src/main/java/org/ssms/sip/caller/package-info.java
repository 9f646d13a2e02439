/** Who calls, read from the header fields that say so. Knows no SIP stack. */
@NullMarked
package org.ssms.sip.caller;

import org.jspecify.annotations.NullMarked;
