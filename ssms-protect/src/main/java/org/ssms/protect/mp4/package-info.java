/** CENC protected fragmented MP4 (ISO/IEC 14496-12, 23001-7): writing, finishing and reading. */
@NullMarked
package org.ssms.protect.mp4;

import org.jspecify.annotations.NullMarked;
