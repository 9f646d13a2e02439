/** RTCP, RFC 3550 §6: reads and writes compound packets, keeps the figures of reception and the times of reports. */
@NullMarked
package org.ssms.media.rtcp;

import org.jspecify.annotations.NullMarked;
