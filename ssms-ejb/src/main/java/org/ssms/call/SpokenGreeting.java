package org.ssms.call;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.AudioSink;
import org.ssms.media.prompt.Prompt;

/**
 * What a subscriber says that is to be his greeting; in memory only. Frames come on the media loop; all else is asked
 * for when the recording has ended.
 */
final class SpokenGreeting implements AudioSink {
    private static final AudioCodec CODEC = AudioCodec.PCMU;

    /** What is no louder, of 32768, is not said. */
    private static final int QUIET = 512;

    /** So much of the quiet before and behind what is said stays. */
    private static final int MARGIN = 2000;

    private final byte[] ulaw;
    private int taken;
    private int first = -1;
    private int last;

    SpokenGreeting(Duration longest) {
        ulaw = new byte[Math.toIntExact(longest.toMillis() * CODEC.clockRate() / 1000)];
        Arrays.fill(ulaw, CODEC.silence());
    }

    @Override
    public AudioCodec codec() {
        return CODEC;
    }

    @Override
    public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) {
        int at = (int) Math.min(time, ulaw.length);
        int count = Math.min(Math.min(samples, payload.remaining()), ulaw.length - at);
        payload.get(payload.position(), ulaw, at, count);
        taken = at + count;
        for (int i = 0; i < count; i++) {
            if (Math.abs(pcm[i]) > QUIET) {
                first = first < 0 ? at + i : first;
                last = at + i + 1;
            }
        }
    }

    @Override
    public void end() {
        // it is in memory
    }

    private int begin() {
        return Math.max(0, first - MARGIN);
    }

    private int endOf(int margin) {
        return first < 0 ? 0 : Math.min(taken, last + margin);
    }

    /** Of what was said, without the quiet before and behind it. */
    Duration length() {
        return Duration.ofMillis((endOf(0) - Math.max(0, first)) * 1000L / CODEC.clockRate());
    }

    /** Linear 16 bit. */
    short[] samples() {
        byte[] said = said();
        short[] samples = new short[said.length];
        CODEC.decode(ByteBuffer.wrap(said), samples);
        return samples;
    }

    Prompt sound() {
        return Prompt.ofUlaw("own-greeting", said());
    }

    private byte[] said() {
        return Arrays.copyOfRange(ulaw, Math.min(begin(), endOf(MARGIN)), endOf(MARGIN));
    }
}
