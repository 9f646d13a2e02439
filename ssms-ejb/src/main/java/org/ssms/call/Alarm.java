package org.ssms.call;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings once at the time for which it was set last, if nobody stops it before. Not thread-safe: to be set and stopped
 * in the turns in which it rings.
 */
final class Alarm {
    private final ScheduledExecutorService timers;
    private final Executor turns;
    private final Runnable bell;
    private @Nullable Future<?> timer;
    private int set;

    /** @param turns where the bell rings */
    Alarm(ScheduledExecutorService timers, Executor turns, Runnable bell) {
        this.timers = timers;
        this.turns = turns;
        this.bell = bell;
    }

    void set(Duration after) {
        stop();
        int mine = set;
        Runnable ring = () -> turns.execute(() -> {
            if (set == mine) { // else its turn has come too late
                bell.run();
            }
        });
        timer = timers.schedule(ring, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        set++;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
