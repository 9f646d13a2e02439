package org.ssms.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers that ring when a test says so. */
final class ManualTimers extends ScheduledThreadPoolExecutor {
    private final List<Timer> timers = new ArrayList<>();

    ManualTimers() {
        super(1);
    }

    private static final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Duration after;

        Timer(Runnable task, Duration after) {
            super(task, null);
            this.after = after;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(after);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = new Timer(task, Duration.of(delay, unit.toChronoUnit()));
        timers.add(timer);
        return timer;
    }

    /** What the timers that are set wait for. */
    synchronized List<Duration> set() {
        return timers.stream()
                .filter(timer -> !timer.isDone())
                .map(timer -> timer.after)
                .toList();
    }

    /** How many were set so far. */
    synchronized int count() {
        return timers.size();
    }

    /** The time of all that are set is up. */
    void ring() {
        List<Timer> due;
        synchronized (this) {
            due = timers.stream().filter(timer -> !timer.isDone()).toList();
        }
        due.forEach(Timer::run);
    }
}
