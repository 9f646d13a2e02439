package org.ssms.guard.web;

import java.util.HashMap;
import java.util.Map;
import org.ssms.guard.Source;

/**
 * How much of something each source may hold at once, and all together. Thread-safe; knows only sources that hold some.
 */
final class Shares {
    private final int perSource;
    private final int total;
    private final Map<Source, Integer> held = new HashMap<>();
    private int heldByAll;

    Shares(int perSource, int total) {
        this.perSource = perSource;
        this.total = total;
    }

    /** Whether there is one more for this source. Then it is his until {@link #giveBack}. */
    synchronized boolean take(Source source) {
        int his = held.getOrDefault(source, 0);
        if (his >= perSource || heldByAll >= total) {
            return false;
        }
        held.put(source, his + 1);
        heldByAll++;
        return true;
    }

    synchronized void giveBack(Source source) {
        held.computeIfPresent(source, (key, his) -> his == 1 ? null : his - 1);
        heldByAll--;
    }

    synchronized int held() {
        return heldByAll;
    }
}
