package org.ssms.identity.digest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords: by user and source together, by source, and by user (against many sources). The last
 * two do not touch a user at a source from which he logged in within a day: so whoever attacks from elsewhere, or over
 * the same NAT with other names, does not lock him out. A source is an IPv4 address or an IPv6 /64. Thread-safe; all
 * tables are bounded.
 */
public final class GuessGuard {
    private static final int CAPACITY = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(1);
    private static final BackOff.Policy PAIR =
            new BackOff.Policy(6, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(30), CAPACITY);
    /** Forgets sooner than {@link #PAIR} lets a single misconfigured phone fail again. */
    private static final BackOff.Policy SOURCE =
            new BackOff.Policy(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(2), CAPACITY);

    private static final BackOff.Policy USER =
            new BackOff.Policy(50, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2), CAPACITY);

    private final Clock clock;
    private final BackOff pairs = new BackOff(PAIR);
    private final BackOff sources = new BackOff(SOURCE);
    private final BackOff users = new BackOff(USER);
    private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > CAPACITY;
        }
    };

    public GuessGuard(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks for an attempt. One that is granted counts as failed until {@link #succeeded}: many at once get no more than
     * one after the other.
     *
     * @return zero when granted, otherwise the time to wait
     */
    public synchronized Duration attempt(String user, String source) {
        Instant now = clock.instant();
        String pair = pair(user, source);
        Duration wait = pairs.remaining(pair, now);
        if (!isKnown(pair, now)) {
            wait = max(wait, max(sources.remaining(source, now), users.remaining(user, now)));
        }
        if (wait.compareTo(Duration.ZERO) > 0) {
            return wait;
        }
        pairs.failed(pair, now);
        sources.failed(source, now);
        users.failed(user, now);
        return Duration.ZERO;
    }

    /** The attempt that was granted last to this user and source was right. */
    public synchronized void succeeded(String user, String source) {
        String pair = pair(user, source);
        pairs.forgive(pair);
        sources.takeBack(source);
        users.takeBack(user);
        known.put(pair, clock.instant());
    }

    /** Pairs of user and source that must wait at this moment. */
    public synchronized int waitingPairs() {
        return pairs.waiting(clock.instant());
    }

    public synchronized int waitingSources() {
        return sources.waiting(clock.instant());
    }

    private boolean isKnown(String pair, Instant now) {
        @Nullable Instant last = known.get(pair);
        return last != null && now.isBefore(last.plus(KNOWN_FOR));
    }

    private static String pair(String user, String source) {
        return user + " " + source;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
