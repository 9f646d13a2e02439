/** SIP header fields and URIs as values: strict parsers with limits, and their encoders. Knows no SIP stack. */
@NullMarked
package org.ssms.sip.header;

import org.jspecify.annotations.NullMarked;
