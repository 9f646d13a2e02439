package org.ssms.player.caller;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.player.audio.BeepDetector;
import org.ssms.protect.srtp.SrtpContext;

/**
 * What a call hears: keeps the octets and listens for the beep. Runs on the caller's thread; {@link #octets} on any.
 */
final class HeardAudio {
    /**
     * No packet for so long after the tone means that the beep is over, too. Longer than a busy server stumbles in the
     * middle of one: what is said before its end is not recorded.
     */
    private static final long GAP = 700;

    private final AudioCodec codec;
    private final Timers timers;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final BeepDetector detector = new BeepDetector();
    private final CompletableFuture<Void> beep = new CompletableFuture<>();
    private Timers.@Nullable Timer gap;
    private @Nullable SrtpContext srtp;

    HeardAudio(AudioCodec codec, Timers timers) {
        this.codec = codec;
        this.timers = timers;
    }

    CompletableFuture<Void> beep() {
        return beep;
    }

    /** From now on only authentic packets are heard. */
    void secure(SrtpContext context) {
        srtp = context;
    }

    byte[] octets() {
        synchronized (octets) {
            return octets.toByteArray();
        }
    }

    /** One datagram; anything but an RTP packet of the codec is passed over. */
    void received(ByteBuffer packet) {
        boolean rtp = packet.remaining() > 12 && (packet.get(0) & 0xdf) == 0x80;
        if (rtp && srtp != null && !srtp.unprotectRtp(packet)) {
            return;
        }
        if (!rtp || (packet.get(1) & 0x7f) != codec.payloadType()) {
            return;
        }
        byte[] payload = new byte[packet.remaining() - 12];
        packet.get(12, payload);
        synchronized (octets) {
            octets.writeBytes(payload);
        }
        if (!beep.isDone()) {
            listen(payload);
        }
    }

    private void listen(byte[] payload) {
        short[] samples = new short[payload.length];
        codec.decode(ByteBuffer.wrap(payload), samples);
        if (detector.hear(samples)) {
            beep.complete(null);
        } else if (detector.inTone()) {
            if (gap != null) {
                gap.cancel();
            }
            gap = timers.in(GAP, () -> beep.complete(null));
        } else if (gap != null) {
            gap.cancel();
        }
    }
}
