package org.ssms.media.engine;

import java.util.concurrent.TimeUnit;

/** By how much the ticks of a loop were late at their worst in the last second. One thread notes, all may read. */
final class LatenessMeter {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long windowEnd;
    private long worstInWindow;
    private volatile long worst;
    private volatile long nextPlanned;

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
        nextPlanned = next;
    }

    /** In nanoseconds; a tick that does not come counts while it is waited for. */
    long worst(long now) {
        return Math.max(worst, Math.max(0, now - nextPlanned));
    }
}
