package org.ssms.it;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions of the running server by asking again and again. */
public final class Await {
    private static final long PAUSE_NANOS = 50_000_000;

    private Await() {}

    /** The first value that {@code probe} gives.
     *  @param what is awaited, for the failure message
     *  @throws AssertionError when there is none within {@code limit}; the last failure of the probe is its cause */
    public static <T> T until(String what, Duration limit, Callable<Optional<T>> probe) {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        do {
            try {
                Optional<T> value = probe.call();
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + limit + ": " + what, last);
    }

    /** Waits until {@code condition} holds. */
    public static void untilTrue(String what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }
}
