package org.ssms.media.rtp;

import java.util.concurrent.TimeUnit;

/**
 * Gives every frame of a recording its exact place in samples, from its RTP timestamp. A pause of the sender (lost
 * packets, silence suppression, telephone-events) stays a gap. A timestamp that runs backwards, or that would bring the
 * timeline more than {@link #TOLERANCE_NANOS} ahead of the clock, or without any lost packet more than {@link
 * #JITTER_NANOS}, is not believed: the frame then follows the one before, after the time of the packets lost between
 * them. Not thread safe.
 */
public final class Timeline {
    static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The first frame may have been on its way for so much longer than the one behind a pause. */
    static final long JITTER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final int clockRate;
    private boolean started;
    private long startNanos;
    private long end;
    private int expectedTimestamp;
    private long lastSequence;
    private int lastSamples;

    public Timeline(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Places the next frame in order of sequence.
     *
     * @param timestamp of the RTP packet; only its low 32 bits count
     * @param sequence unwrapped
     * @return start in samples since the start of the first frame, never before the end of the frame placed last
     */
    public long place(long timestamp, long sequence, int samples, long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        } else {
            end += gap((int) timestamp - expectedTimestamp, sequence - lastSequence - 1, nowNanos);
        }
        long time = end;
        end += samples;
        expectedTimestamp = (int) timestamp + samples;
        lastSequence = sequence;
        lastSamples = samples;
        return time;
    }

    private long gap(int byTimestamp, long missing, long nowNanos) {
        long latest = samplesOf(nowNanos - startNanos + (missing > 0 ? TOLERANCE_NANOS : JITTER_NANOS));
        boolean believed = byTimestamp == 0 || (byTimestamp > 0 && end + byTimestamp <= latest);
        if (believed) {
            return byTimestamp;
        }
        return Math.min(missing * lastSamples, Math.max(0, latest - end));
    }

    private long samplesOf(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) * clockRate / 1_000_000;
    }
}
