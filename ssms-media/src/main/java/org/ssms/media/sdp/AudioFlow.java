package org.ssms.media.sdp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/**
 * What offer and answer have agreed on for the one audio stream of a call, from our point of view.
 *
 * @param payloadType of the codec, in both directions
 * @param telephoneEventPayloadType payload type of RFC 4733 events that we receive, or -1 for none
 * @param remote where the other side wants RTP; the unspecified address (0.0.0.0 or ::) while it is on hold
 * @param rtcp where the other side wants RTCP; the same as {@code remote} when both share one port (RFC 5761); null:
 *     none is exchanged
 * @param direction SENDONLY means that we send and do not receive
 * @param ptimeMillis audio per packet that we send, 10 to 60
 * @param keys of SRTP and SRTCP; null for RTP in the clear
 */
public record AudioFlow(
        AudioCodec codec,
        int payloadType,
        int telephoneEventPayloadType,
        InetSocketAddress remote,
        @Nullable InetSocketAddress rtcp,
        Direction direction,
        int ptimeMillis,
        @Nullable SrtpKeys keys) {
    public static final int NO_TELEPHONE_EVENT = -1;

    /** A flow in the clear with the static payload type, and RTCP on the next port (RFC 3550 §11). */
    public AudioFlow(
            AudioCodec codec,
            int telephoneEventPayloadType,
            InetSocketAddress remote,
            Direction direction,
            int ptimeMillis) {
        this(
                codec,
                codec.payloadType(),
                telephoneEventPayloadType,
                remote,
                nextPort(remote),
                direction,
                ptimeMillis,
                null);
    }

    /** The codec of a payload type that may come: the agreed one, or a static one; null: no audio. */
    public @Nullable AudioCodec codecOf(int received) {
        return received == payloadType ? codec : AudioCodec.ofPayloadType(received);
    }

    /** RTP and RTCP share one port. */
    public boolean isMuxed() {
        return remote.equals(rtcp);
    }

    AudioFlow withOurs(int ourTelephoneEvent) {
        return new AudioFlow(codec, payloadType, ourTelephoneEvent, remote, rtcp, direction, ptimeMillis, keys);
    }

    static InetSocketAddress nextPort(InetSocketAddress rtp) {
        return new InetSocketAddress(rtp.getAddress(), Math.min(rtp.getPort() + 1, 0xffff));
    }
}
