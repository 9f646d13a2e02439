package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

/**
 * Sound that comes while it is played, to be heard once: one thread adds it, a little at a time, another takes it.
 * Where nothing is there in time silence is heard, and then the rest.
 */
public final class Playback implements Sound, Intake {
    /** Two seconds: more of it is never here. */
    static final int CAPACITY = 16_000;

    /** With fewer there is time enough, a second and a half, to bring the next. */
    static final int LOW = 12_000;

    private final AudioCodec codec;
    private final Runnable wanted;
    private final byte[] samples = new byte[CAPACITY];
    private volatile long added; // who adds
    private volatile long taken; // who takes
    private volatile boolean awaited; // true: who takes; false: who adds
    private volatile boolean ended; // who adds

    /**
     * Begins with nothing in it.
     *
     * @param codec of what is added
     * @param wanted runs on the media loop, and must not block, when some more should be added; not again before
     *     {@link #filled}
     */
    public Playback(AudioCodec codec, Runnable wanted) {
        this.codec = codec;
        this.wanted = wanted;
    }

    @Override
    public int room() {
        return CAPACITY - (int) (added - taken);
    }

    @Override
    public int add(ByteBuffer encoded) {
        long first = added;
        int count = Math.min(room(), encoded.remaining());
        for (int i = 0; i < count; i++) {
            samples[index(first + i)] = encoded.get();
        }
        added = first + count;
        return count;
    }

    @Override
    public int addSilence(long most) {
        long first = added;
        int count = (int) Math.min(room(), most);
        for (int i = 0; i < count; i++) {
            samples[index(first + i)] = codec.silence();
        }
        added = first + count;
        return count;
    }

    /** How many samples were taken, silence for what was not there in time not among them; by any thread. */
    public long heard() {
        return taken;
    }

    /** Nothing is added now until more is wanted. */
    public void filled() {
        awaited = false;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void drop() {
        ended = true;
        Arrays.fill(samples, codec.silence());
    }

    @Override
    public int take(@Nullable ByteBuffer out, AudioCodec to, int from, int most) {
        boolean all = ended; // before what there is, as that comes before the end
        long first = taken;
        int count = (int) Math.min(added - first, most);
        for (int i = 0; i < count; i++) {
            int index = index(first + i);
            if (out != null) {
                out.put(encoded(samples[index], to));
            }
            samples[index] = codec.silence();
        }
        taken = first + count;
        if (all) {
            return count;
        }
        for (int i = count; out != null && i < most; i++) {
            out.put(to.silence());
        }
        if (!awaited && added - taken < LOW) {
            awaited = true;
            wanted.run();
        }
        return most;
    }

    @Override
    public boolean isOver(int heard) {
        return ended && taken == added;
    }

    private byte encoded(byte sample, AudioCodec to) {
        if (to == codec) {
            return sample;
        }
        return to == AudioCodec.PCMU
                ? G711.linearToUlaw(G711.alawToLinear(sample))
                : G711.linearToAlaw(G711.ulawToLinear(sample));
    }

    private static int index(long sample) {
        return (int) (sample % CAPACITY);
    }
}
