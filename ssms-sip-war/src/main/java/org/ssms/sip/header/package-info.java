/** SIP header fields, URIs and INFO bodies: strict parsers with limits, and their encoders. Knows no SIP stack. */
@NullMarked
package org.ssms.sip.header;

import org.jspecify.annotations.NullMarked;
