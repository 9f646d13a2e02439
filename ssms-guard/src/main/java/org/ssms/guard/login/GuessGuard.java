package org.ssms.guard.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;
import org.ssms.guard.login.BackOff.Policy;

/**
 * Slows down who guesses, and nobody else: limits count a name at a source, a source, and a name against very many
 * sources. Where a name logged in within a day, only its own mistakes there count: whoever attacks from elsewhere, or
 * from there with other names, does not lock it out. Thread-safe; all tables are bounded.
 */
public final class GuessGuard {
    private static final int CAPACITY = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(1);

    private static final Policy PAIR =
            new Policy(6, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(30), CAPACITY);
    /** People mistype, and whoever shares their address may do it for them: seconds, not minutes. */
    private static final Policy PAIR_OF_A_PERSON =
            new Policy(20, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(30), CAPACITY);
    /** Forgets sooner than {@link #PAIR} lets a single misconfigured phone fail again. */
    private static final Policy SOURCE =
            new Policy(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(2), CAPACITY);

    private static final Policy NAME =
            new Policy(50, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2), CAPACITY);

    /** Of PINs there are few, and a guess costs a phone call: minutes after some mistakes, in the end an hour. */
    private static final Policy PAIR_OF_PIN = ofPin(5);

    private static final Policy NAME_OF_PIN = ofPin(10);
    /** With other names: whoever calls from a house with many has neighbours who mistype, too. */
    private static final Policy SOURCE_OF_PIN =
            new Policy(20, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), CAPACITY);

    private final Clock clock;
    private final BackOff<Pair> pairs;
    private final BackOff<Pair> knownPairs;
    private final BackOff<Source> sources;
    private final BackOff<String> names;
    private final Map<Pair, Instant> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Instant> eldest) {
            return size() > CAPACITY;
        }
    };

    private record Pair(String name, Source source) {}

    private GuessGuard(Clock clock, Policy pair, Policy knownPair, Policy source, Policy name) {
        this.clock = clock;
        this.pairs = new BackOff<>(pair);
        this.knownPairs = new BackOff<>(knownPair);
        this.sources = new BackOff<>(source);
        this.names = new BackOff<>(name);
    }

    private static Policy ofPin(int free) {
        return new Policy(free, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), CAPACITY);
    }

    /** Of passwords that people type: where a name logged in before, its mistakes cost ten seconds at most. */
    static GuessGuard ofPeople(Clock clock) {
        return new GuessGuard(clock, PAIR, PAIR_OF_A_PERSON, SOURCE, NAME);
    }

    /** Of passwords that devices keep: they do not mistype, so a known source gets no more guesses than any other. */
    public static GuessGuard ofDevices(Clock clock) {
        return new GuessGuard(clock, PAIR, PAIR, SOURCE, NAME);
    }

    /**
     * Of PINs: whoever goes on has one guess an hour for each name, however many sources he has, and a known source
     * gets no more, as a caller's number proves nothing.
     */
    static GuessGuard ofPins(Clock clock) {
        return new GuessGuard(clock, PAIR_OF_PIN, PAIR_OF_PIN, SOURCE_OF_PIN, NAME_OF_PIN);
    }

    /**
     * Asks for an attempt. One that is granted counts as failed until {@link #succeeded} or {@link #abandoned}: many at
     * once get no more than one after the other.
     *
     * @return zero when granted, otherwise the time to wait
     */
    public synchronized Duration attempt(String name, Source source) {
        Instant now = clock.instant();
        Pair pair = new Pair(name, source);
        boolean isKnown = isKnown(pair, now);
        Duration wait = isKnown
                ? knownPairs.remaining(pair, now)
                : max(pairs.remaining(pair, now), max(sources.remaining(source, now), names.remaining(name, now)));
        if (wait.compareTo(Duration.ZERO) > 0) {
            return wait;
        }
        (isKnown ? knownPairs : pairs).failed(pair, now);
        sources.failed(source, now);
        names.failed(name, now);
        return Duration.ZERO;
    }

    /** The attempt that was granted was right. */
    public synchronized void succeeded(String name, Source source) {
        Pair pair = new Pair(name, source);
        pairs.forgive(pair);
        knownPairs.forgive(pair);
        sources.takeBack(source);
        names.takeBack(name);
        known.put(pair, clock.instant());
    }

    /** The attempt that was granted was no guess, or was not looked at. */
    public synchronized void abandoned(String name, Source source) {
        Pair pair = new Pair(name, source);
        (isKnown(pair, clock.instant()) ? knownPairs : pairs).takeBack(pair);
        sources.takeBack(source);
        names.takeBack(name);
    }

    /** The name has a new secret: what was guessed of the old one says nothing of it. */
    public synchronized void forgive(String name) {
        pairs.forgiveAll(pair -> pair.name().equals(name));
        knownPairs.forgiveAll(pair -> pair.name().equals(name));
        names.forgive(name);
    }

    /** Names at a source that must wait at this moment. */
    public synchronized int waitingPairs() {
        Instant now = clock.instant();
        return pairs.waiting(now) + knownPairs.waiting(now);
    }

    public synchronized int waitingSources() {
        return sources.waiting(clock.instant());
    }

    private boolean isKnown(Pair pair, Instant now) {
        @Nullable Instant last = known.get(pair);
        return last != null && now.isBefore(last.plus(KNOWN_FOR));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
