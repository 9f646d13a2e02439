package org.ssms.media.rtcp;

import java.util.random.RandomGenerator;

/**
 * When reports are due, RFC 3550 §6.2 and A.7, for a session of two: the least interval of five seconds counts, half of
 * it before the first report; each is varied at random from half to one and a half and divided by e - 3/2.
 */
public final class ReportTimer {
    private static final double LEAST_NANOS = 5e9;
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private long due;

    /** Starts the time before the first report. */
    public ReportTimer(RandomGenerator random, long now) {
        this.random = random;
        due = now + interval(LEAST_NANOS / 2);
    }

    private long interval(double nanos) {
        return (long) (nanos * (0.5 + random.nextDouble()) / COMPENSATION);
    }

    public boolean isDue(long now) {
        return now - due >= 0;
    }

    /** The report was sent. */
    public void sent(long now) {
        due = now + interval(LEAST_NANOS);
    }
}
