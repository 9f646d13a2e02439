/** Foreign implementations as oracles and peers (ffmpeg, GStreamer, baresip, sipp), and speech to be compared. */
@NullMarked
package org.ssms.it.tool;

import org.jspecify.annotations.NullMarked;
