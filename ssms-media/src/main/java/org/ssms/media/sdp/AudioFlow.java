package org.ssms.media.sdp;

import java.net.InetSocketAddress;
import org.ssms.media.codec.AudioCodec;

/**
 * What offer and answer have agreed on for the one audio stream of a call, from our point of view.
 *
 * @param telephoneEventPayloadType payload type of RFC 4733 events that we receive, or -1 for none
 * @param remote where the other side wants RTP; the unspecified address (0.0.0.0 or ::) while it is on hold
 * @param direction SENDONLY means that we send and do not receive
 * @param ptimeMillis audio per packet that we send, 10 to 60
 */
public record AudioFlow(
        AudioCodec codec,
        int telephoneEventPayloadType,
        InetSocketAddress remote,
        Direction direction,
        int ptimeMillis) {
    public static final int NO_TELEPHONE_EVENT = -1;
}
