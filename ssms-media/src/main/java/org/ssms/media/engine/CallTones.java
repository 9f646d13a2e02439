package org.ssms.media.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.ToneReceiver;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.sdp.AudioFlow;

/**
 * The keys that a caller presses by tones within his sound. They are looked for only while somebody listens for them
 * and the caller has no telephone-events; otherwise this is nothing but empty fields. What comes back of the tones in
 * what we play, as an echo, is no key: a message with tones in it must not rule the call in which it is heard. On the
 * loop.
 */
final class CallTones {
    /** The longest that an echo is on its way. */
    private static final long ECHO_NANOS = 1_000_000_000;

    /** All that are letters, digits and signs of a keypad. */
    private static final int DIGITS = 'D' + 1;

    private final LoopContext loop;
    private final IntConsumer keys;
    private boolean wanted;
    private boolean needed;
    private int ssrc;
    /** From the first time on; afterwards it still knows of the tones in what is held back. */
    private @Nullable ToneReceiver receiver;

    /** Of what we play. */
    private @Nullable ToneReceiver echo;

    /** When each of the digits was in it last; null: nothing was listened to yet. */
    private long @Nullable [] playedAt;

    private int playing;

    /** @param keys is given each digit */
    CallTones(LoopContext loop, IntConsumer keys) {
        this.loop = loop;
        this.keys = keys;
    }

    void listen(boolean on) {
        wanted = on;
    }

    void connected(AudioFlow flow) {
        needed = flow.telephoneEventPayloadType() == AudioFlow.NO_TELEPHONE_EVENT
                && flow.codec().clockRate() == ToneReceiver.CLOCK_RATE;
    }

    /** Whether a tone in what comes would be found; also to the end of one that was told already. */
    boolean isListening() {
        return isAsked() || (receiver != null && receiver.isHeld());
    }

    private boolean isAsked() {
        return wanted && needed;
    }

    private void press(int digit) {
        if (isAsked() && !isEcho(digit)) {
            keys.accept(digit);
        }
    }

    private boolean isEcho(int digit) {
        long[] times = playedAt;
        return times != null && loop.now() - times[digit] < ECHO_NANOS;
    }

    /**
     * Listens to what we play.
     *
     * @param rtp the packet, from its header at position 0 on; not changed
     */
    void sent(ByteBuffer rtp, AudioCodec codec) {
        if (!isAsked()) {
            return;
        }
        ToneReceiver own = echo;
        long[] times = playedAt;
        if (own == null || times == null) {
            own = new ToneReceiver(digit -> playing = digit);
            echo = own;
            times = new long[DIGITS];
            Arrays.fill(times, loop.now() - ECHO_NANOS);
            playedAt = times;
        }
        int samples = codec.decode(rtp.position(RtpPacket.HEADER_BYTES), loop.scratch().pcm);
        rtp.position(0);
        own.accept(rtp.getInt(4), rtp.getShort(2) & 0xffff, loop.scratch().pcm, samples);
        if (own.isHeld()) {
            times[playing] = loop.now();
        }
    }

    /** Listens to the next packet of the caller's sound, in the order of arrival. */
    void accept(RtpPacket packet, AudioCodec codec) {
        if (!isListening() || packet.payloadLength() > FrameScratch.MAX_SAMPLES) {
            return;
        }
        ToneReceiver listening = receiver;
        if (listening == null) {
            listening = new ToneReceiver(this::press);
            receiver = listening;
        }
        if (packet.ssrc() != ssrc) {
            ssrc = packet.ssrc();
            listening.reset();
        }
        int samples = codec.decode(packet.selectPayload(), loop.scratch().pcm);
        listening.accept(packet.timestamp(), packet.sequenceNumber(), loop.scratch().pcm, samples);
    }

    /** Whether all that was said before that timestamp can be recorded, when {@link #mute} was done to it. */
    boolean isSettled(long timestamp) {
        ToneReceiver listening = receiver;
        return listening == null || !isListening() || listening.isSettled(timestamp);
    }

    /**
     * Puts silence in the place of tones.
     *
     * @param payload of {@code codec}, changed between its position and its limit
     * @param timestamp of its first sample
     * @param last nothing more will be heard: what may be a tone is one
     */
    void mute(ByteBuffer payload, AudioCodec codec, long timestamp, boolean last) {
        ToneReceiver listening = receiver;
        if (listening == null) {
            return;
        }
        boolean suspicious = last || !isListening();
        for (int i = payload.position(); i < payload.limit(); i++) {
            long at = timestamp + i - payload.position();
            if (listening.covers(at) || (suspicious && listening.suspects(at))) {
                payload.put(i, codec.silence());
            }
        }
    }
}
