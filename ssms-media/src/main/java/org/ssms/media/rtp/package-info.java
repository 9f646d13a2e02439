/** RTP packets (RFC 3550) and the order and time of what they carry. */
@NullMarked
package org.ssms.media.rtp;

import org.jspecify.annotations.NullMarked;
