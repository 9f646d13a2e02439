package org.ssms.call;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Hands work on to the workers, in order, and knows how long it waits for one. Thread-safe. */
final class Backlog implements Executor {
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Queue<Long> waitingSince = new ConcurrentLinkedQueue<>();

    /** The workers must begin their tasks in the order in which they get them. */
    Backlog(Executor workers, LongSupplier nanoTime) {
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    @Override
    public void execute(Runnable task) {
        waitingSince.add(nanoTime.getAsLong());
        boolean handedOn = false;
        try {
            workers.execute(() -> {
                waitingSince.poll();
                task.run();
            });
            handedOn = true;
        } finally {
            if (!handedOn) { // refused, or there was no memory for a thread
                waitingSince.poll();
            }
        }
    }

    /** How long the oldest task that no worker has begun waits; zero when there is none. */
    Duration delay() {
        Long oldest = waitingSince.peek();
        return oldest == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - oldest);
    }
}
