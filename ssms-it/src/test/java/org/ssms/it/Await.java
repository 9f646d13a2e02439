package org.ssms.it;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for conditions of the running server by asking again and again. */
public final class Await {
    private static final long PAUSE_NANOS = 50_000_000;

    private Await() {}

    /** The first value that {@code probe} gives.
     *  @param what is awaited, for the failure message
     *  @throws AssertionError when there is none within {@code limit}; the last failure of the probe is its cause */
    public static <T> T until(String what, Duration limit, Callable<Optional<T>> probe) {
        return until(what, limit, probe, () -> "nothing else is known");
    }

    /** The same, with more to say when it fails.
     *  @param evidence asked once, when the time is over: what was seen instead */
    public static <T> T until(String what, Duration limit, Callable<Optional<T>> probe, Callable<String> evidence) {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        int asked = 0;
        int failed = 0;
        do {
            asked++;
            try {
                Optional<T> value = probe.call();
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (Exception e) {
                failed++;
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline);
        throw new AssertionError(
                "not within %s: %s; asked %d times, which failed %d times; %s"
                        .formatted(limit, what, asked, failed, say(evidence)),
                last);
    }

    private static @Nullable String say(Callable<String> evidence) {
        try {
            return evidence.call();
        } catch (Exception e) {
            return "and no more can be said: " + e;
        }
    }

    /** Waits until {@code condition} holds. */
    public static void untilTrue(String what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** The same, with more to say when it does not. */
    public static void untilTrue(String what, Duration limit, Callable<Boolean> condition, Callable<String> evidence) {
        until(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty(), evidence);
    }
}
