package org.ssms.call;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.base.net.AddressBlock;
import org.ssms.identity.digest.Source;
import org.ssms.media.engine.AudioSink;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.PacketStream;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.prompt.Sound;
import org.ssms.media.sdp.AddressFamily;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.Negotiator;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpPolicy;

/** The media of one call: its socket, what happens on it, and what both sides have agreed on. */
record CallMedia(MediaCall call, MediaEvents events, SdpExchange sdp) {
    /** Makes what negotiates the media of a call. */
    interface Kind {
        /** Describes the socket of that call. */
        Negotiator negotiator(MediaCall call);
    }

    /** Both sides speak and listen. */
    static Kind conversation(SrtpPolicy srtp, SecureRandom random) {
        return call -> new AudioNegotiator(call.localAddress(), call.localPort(), sessionId(random), srtp, random);
    }

    /** For {@code o=} of a description. */
    static long sessionId(SecureRandom random) {
        return random.nextLong() >>> 2;
    }

    /**
     * Takes a port, which is free again when this fails.
     *
     * @param source numeric address from which the call is signalled
     * @param offer says which address family; null when the caller has none
     * @param kind what is negotiated
     * @return empty when no port is left
     */
    static Optional<CallMedia> open(
            Facilities facilities, String source, @Nullable SessionDescription offer, Kind kind) {
        MediaEvents events = new MediaEvents();
        AddressFamily family =
                Optional.ofNullable(offer).flatMap(AddressFamily::of).orElse(AddressFamily.IP4);
        return facilities.engine().open(events, family).map(call -> {
            try {
                return new CallMedia(call, events, exchange(facilities, source, call, kind));
            } catch (RuntimeException | Error e) {
                var unused = call.close();
                throw e;
            }
        });
    }

    private static SdpExchange exchange(Facilities facilities, String source, MediaCall call, Kind kind) {
        CallConfig.Rtp rtp = facilities.config().rtp();
        AddressBlock.parse(Source.of(source).address())
                .map(AddressBlock::network)
                .ifPresent(host -> call.signalledFrom(host, rtp.maySendElsewhere(host)));
        return new SdpExchange(kind.negotiator(call));
    }

    /** Plays these, instead of what may be playing. */
    void play(List<Sound> prompts) {
        events.playing(prompts);
        call.play(prompts);
    }

    /** Sends these packets, instead of what may be sent. */
    void send(PacketStream stream) {
        events.sending(stream);
        call.send(stream);
    }

    /** As {@link #play}, and records from their end on. */
    void recordAfter(List<Sound> prompts, AudioSink sink, RecordingLimits limits) {
        events.playing(prompts);
        call.recordAfter(prompts, sink, limits);
    }
}
