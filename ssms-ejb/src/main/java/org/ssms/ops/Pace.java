package org.ssms.ops;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Does one thing at most so often and never twice at once, however often it is asked for: who asks while it waits is
 * served with it, who asks while it is done has it done once more, and nobody who asks waits himself. Thread-safe.
 */
final class Pace {
    private final long least;
    private final LongSupplier nanos;
    private final BiConsumer<Runnable, Duration> later;
    private final Runnable deed;
    private State state = State.RESTS; // under the lock of this
    private long next; // under the lock of this

    private enum State {
        RESTS,
        WAITS,
        WORKS,
        /** What it has read already may have changed. */
        WORKS_IN_VAIN
    }

    /**
     * Does nothing yet.
     *
     * @param least between an end and the next beginning: so it keeps no more than one thread, however long it takes
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
        synchronized (this) {
            if (state != State.RESTS) {
                state = state == State.WORKS ? State.WORKS_IN_VAIN : state;
                return;
            }
            state = State.WAITS;
        }
        runLater();
    }

    private void runLater() {
        try {
            later.accept(this::run, left(nanos.getAsLong()));
        } catch (RuntimeException e) {
            to(State.RESTS);
            throw e;
        }
    }

    private synchronized Duration left(long now) {
        return Duration.ofNanos(Math.max(0, next - now));
    }

    private synchronized void to(State now) {
        state = now;
    }

    private void run() {
        to(State.WORKS);
        try {
            deed.run();
        } finally {
            if (isInVain()) {
                runLater();
            }
        }
    }

    /** It has ended; whether it is to be done once more. */
    private synchronized boolean isInVain() {
        next = nanos.getAsLong() + least;
        boolean isInVain = state == State.WORKS_IN_VAIN;
        state = isInVain ? State.WAITS : State.RESTS;
        return isInVain;
    }
}
