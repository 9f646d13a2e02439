package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

/**
 * Makes sound faster or slower, at the same pitch, on its way to another {@link Intake}, by overlapping pieces of it
 * that are alike (WSOLA: Verhelst and Roelands, ICASSP 1993). What comes out does not depend on the portions that are
 * added. Allocates nothing on the way. Not thread-safe.
 *
 * <p>Each step puts out {@link #STEP} samples, in which the sound as it would go on fades into the sound where the
 * speed has arrived, or near there, where that is most like the other.
 */
public final class TimeScale implements Intake {
    /** 15 ms: half a window. */
    private static final int STEP = 120;

    /** So far before and behind is searched, 6 ms each: together a period of the deepest voices. */
    private static final int SEARCH = 50;

    private static final double SLOWEST = 0.5;
    private static final double FASTEST = 2;

    /** More than a step needs at any speed. */
    private static final int HELD = 512;

    /** More than becomes, at any speed, of what is held and of one sample more: the end must not wait for room. */
    private static final int RESERVE = 3 * HELD;

    private static final float[] RISE = new float[STEP];

    static {
        for (int i = 0; i < STEP; i++) {
            double sine = Math.sin(Math.PI / 2 * (i + 0.5) / STEP);
            RISE[i] = (float) (sine * sine);
        }
    }

    private final Intake out;
    private final AudioCodec codec;
    private final double speed;
    private final short[] source = new short[HELD];
    private int held;
    private long dropped; // samples before the first that is held
    private long steps;
    private long next; // in the source: how the last step would go on
    private final short[] mixed = new short[STEP];
    private final ByteBuffer encoded = ByteBuffer.allocate(STEP);

    /**
     * @param codec of what is added, and of what comes out
     * @param speed 0.5 to 2; above 1 is faster
     */
    public TimeScale(Intake out, AudioCodec codec, double speed) {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException("a speed is from " + SLOWEST + " to " + FASTEST + ", not " + speed);
        }
        this.out = out;
        this.codec = codec;
        this.speed = speed;
    }

    @Override
    public int room() {
        return out.room() < RESERVE ? 0 : HELD - held;
    }

    @Override
    public int add(ByteBuffer samples) {
        int count = 0;
        for (; samples.hasRemaining() && room() > 0; count++) {
            byte sample = samples.get();
            add(codec == AudioCodec.PCMU ? G711.ulawToLinear(sample) : G711.alawToLinear(sample));
        }
        return count;
    }

    @Override
    public int addSilence(long most) {
        int count = 0;
        for (; count < most && room() > 0; count++) {
            add((short) 0);
        }
        return count;
    }

    private void add(short sample) {
        source[held++] = sample;
        while (isEnough()) {
            step(STEP);
        }
    }

    /** What was added lasts as long as the speed says, to the sample. */
    @Override
    public void end() {
        long all = (long) Math.ceil((dropped + held) / speed);
        for (long left = all - steps * STEP; left > 0; left -= STEP) {
            while (!isEnough()) {
                source[held++] = 0;
            }
            step((int) Math.min(left, STEP));
        }
        out.end();
    }

    @Override
    public void drop() {
        Arrays.fill(source, (short) 0);
        Arrays.fill(mixed, (short) 0);
        Arrays.fill(encoded.array(), (byte) 0);
        out.drop();
    }

    /** Where in what is held the speed has arrived. */
    private int arrived() {
        return (int) ((long) (steps * STEP * speed) - dropped);
    }

    private int natural() {
        return (int) (next - dropped);
    }

    private boolean isEnough() {
        return held >= Math.max(natural(), arrived() + SEARCH) + STEP;
    }

    private void step(int count) {
        int from = natural();
        int to = mostAlike(from, arrived());
        for (int i = 0; i < STEP; i++) {
            mixed[i] = (short) Math.round(source[from + i] + RISE[i] * (source[to + i] - source[from + i]));
        }
        codec.encode(mixed, count, encoded.clear());
        out.add(encoded.flip());
        next = dropped + to + STEP;
        steps++;
        keepFrom(Math.max(0, Math.min(natural(), arrived() - SEARCH)));
    }

    private void keepFrom(int first) {
        held -= first;
        System.arraycopy(source, first, source, 0, held);
        dropped += first;
    }

    /** The place near that one, itself where none is better, from which on the sound is most like from the first. */
    private int mostAlike(int from, int near) {
        int best = near;
        double most = likeness(from, near);
        for (int at = Math.max(0, near - SEARCH); at <= near + SEARCH; at++) {
            double likeness = likeness(from, at);
            if (likeness > most) {
                best = at;
                most = likeness;
            }
        }
        return best;
    }

    /** Their correlation, whichever is louder; only to be compared for the same first one. */
    private double likeness(int from, int to) {
        long product = 0;
        long energy = 0;
        for (int i = 0; i < STEP; i++) {
            long other = source[to + i];
            product += source[from + i] * other;
            energy += other * other;
        }
        return energy == 0 ? 0 : product / Math.sqrt((double) energy);
    }
}
