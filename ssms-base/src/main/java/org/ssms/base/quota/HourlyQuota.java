package org.ssms.base.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each name may have in an hour: its store fills up again evenly. Bounded: of more names than there is room
 * for, the one not seen for longest is forgotten. Thread-safe.
 */
public final class HourlyQuota {
    private static final int CAPACITY = 100_000;
    private static final double HOUR = Duration.ofHours(1).toNanos();

    private final int perHour;
    private final Clock clock;
    private final Map<String, Store> stores = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Store> eldest) {
            return size() > CAPACITY;
        }
    };

    private static final class Store {
        double left;
        Instant filled;
        int refusals;

        Store(double left, Instant filled) {
            this.left = left;
            this.filled = filled;
        }
    }

    public HourlyQuota(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /** Whether there is one left now. Who has never taken anything is not remembered for being asked about. */
    public synchronized boolean hasLeft(String name) {
        return !stores.containsKey(name) || store(name).left >= 1;
    }

    /**
     * Takes one, whether it is left or not: what was begun at the same time as others is owed, up to an hour's worth.
     */
    public synchronized void take(String name) {
        Store store = store(name);
        store.left = Math.max(-perHour, store.left - 1);
        store.refusals = 0;
    }

    /**
     * Counts that nothing was left for {@code name}.
     *
     * @return how often that was so since it took one
     */
    public synchronized int refused(String name) {
        return ++store(name).refusals;
    }

    private Store store(String name) {
        Instant now = clock.instant();
        Store store = stores.computeIfAbsent(name, key -> new Store(perHour, now));
        if (now.isAfter(store.filled)) { // a clock that goes back adds nothing
            double since = Duration.between(store.filled, now).toNanos() / HOUR;
            store.left = Math.min(perHour, store.left + since * perHour);
        }
        store.filled = now;
        return store;
    }
}
