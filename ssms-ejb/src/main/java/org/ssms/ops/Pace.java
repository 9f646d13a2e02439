package org.ssms.ops;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Does one thing at most so often, however often it is asked for: who asks while it waits is served with it, and nobody
 * who asks waits himself. Thread-safe.
 */
final class Pace {
    private final long least;
    private final LongSupplier nanos;
    private final BiConsumer<Runnable, Duration> later;
    private final Runnable deed;
    private final AtomicBoolean waits = new AtomicBoolean();
    /** Written by the one that waits, before it no longer does. */
    private volatile long next;

    /**
     * Does nothing yet.
     *
     * @param least between two beginnings
     * @param nanos as {@link System#nanoTime}
     * @param later runs something after a time, in another thread
     */
    Pace(Duration least, LongSupplier nanos, BiConsumer<Runnable, Duration> later, Runnable deed) {
        this.least = least.toNanos();
        this.nanos = nanos;
        this.later = later;
        this.deed = deed;
        this.next = nanos.getAsLong();
    }

    /** It is done after this call begins. */
    void ask() {
        if (!waits.compareAndSet(false, true)) {
            return;
        }
        try {
            later.accept(this::run, Duration.ofNanos(Math.max(0, next - nanos.getAsLong())));
        } catch (RuntimeException e) {
            waits.set(false);
            throw e;
        }
    }

    private void run() {
        next = nanos.getAsLong() + least;
        waits.set(false); // who asks from now on may have changed what is read already
        deed.run();
    }
}
