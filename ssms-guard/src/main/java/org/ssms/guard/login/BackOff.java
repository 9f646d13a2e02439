package org.ssms.guard.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Growing waits after failures, for each key on its own. Bounded: of more keys than there is room for, the one not seen
 * for longest is forgotten. Not for several threads at once.
 */
final class BackOff<K> {
    private static final int MAX_DOUBLINGS = 30;

    private final Policy policy;
    private final Map<K, Failures> failures;

    /**
     * How patient it is.
     *
     * @param free failures without consequence
     * @param first wait after one failure more; every further one doubles it
     * @param longest the wait grows no further
     * @param memory so long after a wait is over everything is forgiven
     * @param capacity how many keys are remembered
     */
    record Policy(int free, Duration first, Duration longest, Duration memory, int capacity) {
        Duration waitAfter(int count) {
            if (count <= free) {
                return Duration.ZERO;
            }
            Duration wait = first.multipliedBy(1L << Math.min(count - free - 1, MAX_DOUBLINGS));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    private record Failures(int count, Instant last) {}

    BackOff(Policy policy) {
        this.policy = policy;
        this.failures = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Failures> eldest) {
                return size() > policy.capacity;
            }
        };
    }

    /** How long {@code key} must wait from {@code now}; zero or negative: not at all. */
    Duration remaining(K key, Instant now) {
        Failures known = known(key, now);
        return known == null ? Duration.ZERO : Duration.between(now, end(known));
    }

    void failed(K key, Instant now) {
        Failures known = known(key, now);
        failures.put(key, new Failures(known == null ? 1 : known.count + 1, now));
    }

    /** Takes back one failure that turned out to be none. */
    void takeBack(K key) {
        failures.computeIfPresent(
                key, (k, known) -> known.count == 1 ? null : new Failures(known.count - 1, known.last));
    }

    void forgive(K key) {
        failures.remove(key);
    }

    /** Looks at all keys. */
    void forgiveAll(Predicate<K> which) {
        failures.keySet().removeIf(which);
    }

    /** How many keys must wait at this moment. */
    int waiting(Instant now) {
        return (int) failures.values().stream()
                .filter(known -> now.isBefore(end(known)))
                .count();
    }

    private Instant end(Failures known) {
        return known.last.plus(policy.waitAfter(known.count));
    }

    private @Nullable Failures known(K key, Instant now) {
        Failures known = failures.get(key);
        return known == null || now.isAfter(end(known).plus(policy.memory)) ? null : known;
    }
}
