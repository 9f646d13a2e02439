package org.ssms.player.caller;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Work for later on the caller's one thread. Times are {@link System#nanoTime()} values; not thread-safe. */
final class Timers {
    /** A piece of work that can be called off. */
    static final class Timer {
        private final long due;
        private final Runnable work;
        private boolean cancelled;

        private Timer(long due, Runnable work) {
            this.due = due;
            this.work = work;
        }

        void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Timer> queue = new PriorityQueue<>(Comparator.comparingLong(t -> t.due - ORIGIN));
    private static final long ORIGIN = System.nanoTime();

    static long now() {
        return System.nanoTime();
    }

    Timer at(long due, Runnable work) {
        Timer timer = new Timer(due, work);
        queue.add(timer);
        return timer;
    }

    Timer in(long millis, Runnable work) {
        return at(now() + millis * 1_000_000, work);
    }

    /** Runs what is due.
     *  @return milliseconds until the next piece of work, at least 1 and at most 1000 */
    long run() {
        for (Timer next = queue.peek(); next != null; next = queue.peek()) {
            long wait = next.due - now();
            if (!next.cancelled && wait > 0) {
                return Math.min(1000, wait / 1_000_000 + 1);
            }
            queue.remove();
            if (!next.cancelled) {
                next.work.run();
            }
        }
        return 1000;
    }
}
