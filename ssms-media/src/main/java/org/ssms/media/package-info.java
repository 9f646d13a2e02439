/** The media plane of SSMS: SDP, RTP, DTMF, codecs, prompts and the event loops that run them. Plain Java SE. */
@NullMarked
package org.ssms.media;

import org.jspecify.annotations.NullMarked;
