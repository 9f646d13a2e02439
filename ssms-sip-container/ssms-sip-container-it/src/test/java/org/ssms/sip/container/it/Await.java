package org.ssms.sip.container.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Polls for something that another process does. */
final class Await {
    private static final Duration STEP = Duration.ofMillis(100);

    private Await() {}

    static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
