package org.ssms.media.engine;

import java.util.concurrent.TimeUnit;

/**
 * By how much the ticks of a loop were late at their worst in the last second, or how much time it owes, if that is
 * more: that of the ticks that it has left out, until it has slept as long. One thread notes, all may read.
 */
final class LatenessMeter {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A loop that had too much to do for minutes takes calls again soon after. */
    private static final long MOST_OWED_NANOS = WINDOW_NANOS;

    private long windowEnd;
    private long worstInWindow;
    private volatile long worst;
    private volatile long nextPlanned;
    private volatile long owed;

    LatenessMeter(long now) {
        windowEnd = now + WINDOW_NANOS;
        nextPlanned = now;
    }

    /** A tick begins now; the one after it is planned for {@code next}. */
    void ticked(long planned, long now, long next) {
        worstInWindow = Math.max(worstInWindow, now - planned);
        if (now - windowEnd >= 0) {
            worst = worstInWindow;
            worstInWindow = 0;
            windowEnd = now + WINDOW_NANOS;
        } else if (worstInWindow > worst) {
            worst = worstInWindow;
        }
        owed = Math.min(MOST_OWED_NANOS, owed + Math.max(0, next - planned - MediaLoop.TICK_NANOS));
        nextPlanned = next;
    }

    /** The loop had nothing to do for so long. */
    void slept(long nanos) {
        owed = Math.max(0, owed - nanos);
    }

    /** In nanoseconds; a tick that does not come counts while it is waited for. */
    long worst(long now) {
        return Math.max(worst, owed + Math.max(0, now - nextPlanned));
    }
}
