package org.ssms.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what each name holds and lets none have more than its share. Holds nothing of names that hold nothing.
 * Thread-safe.
 */
final class Bounds {
    private final int most;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();

    Bounds(int most) {
        this.most = most;
    }

    /** Whether there was room; then {@link #give} is due once. */
    boolean take(String name) {
        boolean[] taken = {false};
        held.compute(name, (key, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < most;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    void give(String name) {
        held.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
}
