package org.ssms.media.rtcp;

/**
 * Counts what comes of one source: expected and lost packets as RFC 3550 A.1 and A.3 have it, jitter as A.8. Goes on
 * counting through a change of source. Allocates nothing; not thread safe.
 */
public final class ReceptionTracker {
    private static final long NANOS_PER_UNIT = 1_000_000_000 / 8000;

    /** Sequence numbers further away than these mean a restarted sender, RFC 3550 A.1. */
    private static final int MAX_DROPOUT = 3000;

    private static final int MAX_MISORDER = 100;
    private static final int NO_RESTART = -1;

    private boolean started;
    private long base;
    private long highest;
    private int restartAt = NO_RESTART;
    private long received;
    private long expectedBefore;
    private long receivedBefore;

    private boolean timed;
    private int lastTransit;
    /** Sixteen times the jitter in timestamp units, as in A.8. */
    private long scaledJitter;

    private long expectedAtReport;
    private long receivedAtReport;

    /** A packet of the source has come, with whatever in it. */
    public void packet(int sequenceNumber) {
        if (!started) {
            start(sequenceNumber);
        }
        int ahead = (short) (sequenceNumber - (int) highest);
        if (ahead >= MAX_DROPOUT || ahead < -MAX_MISORDER) {
            if (sequenceNumber != restartAt) {
                restartAt = (sequenceNumber + 1) & 0xffff;
                return;
            }
            sourceChanged();
            start(sequenceNumber);
            ahead = 0;
        }
        restartAt = NO_RESTART;
        highest = Math.max(highest, highest + ahead);
        received++;
    }

    private void start(int sequenceNumber) {
        started = true;
        base = sequenceNumber;
        highest = sequenceNumber;
        restartAt = NO_RESTART;
    }

    /** Audio has come: its timestamp runs with the clock, so its arrival counts for the jitter. */
    public void audio(long timestamp, long arrivalNanos) {
        int transit = (int) (arrivalNanos / NANOS_PER_UNIT) - (int) timestamp;
        if (timed) {
            long difference = Math.abs((long) (transit - lastTransit));
            scaledJitter += difference - ((scaledJitter + 8) >> 4);
        }
        timed = true;
        lastTransit = transit;
    }

    /** The next packet is of another source, or of one that has started anew. */
    public void sourceChanged() {
        expectedBefore += expectedOfSource();
        receivedBefore += received;
        received = 0;
        started = false;
        timed = false;
        restartAt = NO_RESTART;
    }

    private long expectedOfSource() {
        return started ? highest - base + 1 : 0;
    }

    public long expected() {
        return expectedBefore + expectedOfSource();
    }

    public long received() {
        return receivedBefore + received;
    }

    /** Negative when more were repeated than lost. */
    public long lost() {
        return expected() - received();
    }

    /** In timestamp units of 1/8000 s. */
    public long jitter() {
        return scaledJitter >> 4;
    }

    public long jitterMicros() {
        return jitter() * NANOS_PER_UNIT / 1000;
    }

    /** With the number of cycles in the upper 16 bit. */
    public int highestSequence() {
        return (int) highest;
    }

    /** Lost of the packets expected since the last call, in 1/256; 0 when more were repeated than lost. */
    public int takeFractionLost() {
        long expectedNow = expected() - expectedAtReport;
        long lostNow = expectedNow - (received() - receivedAtReport);
        expectedAtReport = expected();
        receivedAtReport = received();
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}
