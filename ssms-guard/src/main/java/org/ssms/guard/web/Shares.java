package org.ssms.guard.web;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * How much of something each source may hold at once, all of a /48 of IPv6 (a quarter of all), and all together.
 * Thread-safe; knows only sources that hold some.
 */
public final class Shares {
    private final int perSource;
    private final int perWide;
    private final int total;
    private final Map<Source, Integer> held = new HashMap<>();
    private final Map<Source, Integer> heldWide = new HashMap<>();
    private int heldByAll;

    /** A new one, of which everything is left. */
    public Shares(int perSource, int total) {
        this.perSource = perSource;
        this.perWide = Math.max(perSource, total / 4);
        this.total = total;
    }

    /** Whether there is one more for this source. Then it is his until {@link #giveBack}. */
    public synchronized boolean take(Source source) {
        Source wide = source.wide();
        if (held.getOrDefault(source, 0) >= perSource
                || heldWide.getOrDefault(wide, 0) >= perWide
                || heldByAll >= total) {
            return false;
        }
        held.merge(source, 1, Integer::sum);
        heldWide.merge(wide, 1, Integer::sum);
        heldByAll++;
        return true;
    }

    public synchronized void giveBack(Source source) {
        held.computeIfPresent(source, Shares::oneLess);
        heldWide.computeIfPresent(source.wide(), Shares::oneLess);
        heldByAll--;
    }

    private static @Nullable Integer oneLess(Source source, Integer his) {
        return his == 1 ? null : his - 1;
    }

    synchronized int held() {
        return heldByAll;
    }
}
