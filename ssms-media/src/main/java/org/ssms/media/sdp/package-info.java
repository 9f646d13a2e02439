/** Session descriptions (RFC 8866) and the offer/answer model (RFC 3264) for one voicemail leg. */
@NullMarked
package org.ssms.media.sdp;

import org.jspecify.annotations.NullMarked;
