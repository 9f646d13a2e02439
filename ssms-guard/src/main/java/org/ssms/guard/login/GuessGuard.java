package org.ssms.guard.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Slows down who guesses, and nobody else: limits count a name at a source, a source, and a name against very many
 * sources. Where a name came in not long ago, only its own mistakes there count: whoever attacks from elsewhere, or
 * from there with other names, does not lock it out. Thread-safe; all tables are bounded.
 */
public final class GuessGuard {
    private static final int CAPACITY = 100_000;

    private final Clock clock;
    private final Duration knownFor;
    private final BackOff<Pair> pairs;
    private final BackOff<Pair> knownPairs;
    private final BackOff<Source> sources;
    private final BackOff<Source> addresses;
    private final BackOff<String> names;
    private final BackOff<String> knownNames;
    private final Map<Pair, Instant> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Instant> eldest) {
            return size() > CAPACITY;
        }
    };

    private record Pair(String name, Source source) {}

    private GuessGuard(Clock clock, GuessLimits limits) {
        this.clock = clock;
        this.knownFor = limits.known().time();
        this.pairs = new BackOff<>(limits.pair());
        this.knownPairs = new BackOff<>(limits.known().pair());
        this.sources = new BackOff<>(limits.source());
        this.addresses = new BackOff<>(limits.address());
        this.names = new BackOff<>(limits.name());
        this.knownNames = new BackOff<>(limits.known().name());
    }

    /** Of passwords that people type: where a name logged in before, its mistakes cost ten seconds at most. */
    static GuessGuard ofPeople(Clock clock) {
        return new GuessGuard(clock, GuessLimits.ofPeople());
    }

    /** Of passwords that devices keep: they do not mistype, so a known source gets no more guesses than any other. */
    public static GuessGuard ofDevices(Clock clock) {
        return new GuessGuard(clock, GuessLimits.ofDevices());
    }

    /**
     * Of PINs: whoever goes on has for each name one guess an hour, however many sources he has, and one more if he
     * pretends to be where its owner called within thirty days, however many such sources there are: a caller's number
     * proves nothing.
     */
    static GuessGuard ofPins(Clock clock) {
        return new GuessGuard(clock, GuessLimits.ofPins());
    }

    /** The same, of a source that is an address by itself. */
    public Duration attempt(String name, Source source) {
        return attempt(name, source, source);
    }

    /**
     * Asks for an attempt. One that is granted counts as failed until {@link #succeeded} or {@link #abandoned}: many at
     * once get no more than one after the other.
     *
     * @param address from which the source comes, and perhaps many others
     * @return zero when granted, otherwise the time to wait
     */
    synchronized Duration attempt(String name, Source source, Source address) {
        Instant now = clock.instant();
        Pair pair = new Pair(name, source);
        boolean isKnown = isKnown(pair, now);
        Duration wait = isKnown
                ? max(knownPairs.remaining(pair, now), knownNames.remaining(name, now))
                : max(
                        max(pairs.remaining(pair, now), names.remaining(name, now)),
                        max(sources.remaining(source, now), addresses.remaining(address, now)));
        if (wait.compareTo(Duration.ZERO) > 0) {
            return wait;
        }
        if (isKnown) {
            knownPairs.failed(pair, now);
            knownNames.failed(name, now);
        } else {
            pairs.failed(pair, now);
        }
        sources.failed(source, now);
        addresses.failed(address, now);
        names.failed(name, now);
        return Duration.ZERO;
    }

    /** The attempt that was granted was right. */
    public void succeeded(String name, Source source) {
        succeeded(name, source, source);
    }

    synchronized void succeeded(String name, Source source, Source address) {
        takeBack(name, source, address);
        Pair pair = new Pair(name, source);
        pairs.forgive(pair);
        knownPairs.forgive(pair);
        known.put(pair, clock.instant());
    }

    /** The attempt that was granted was no guess, or was not looked at. */
    public void abandoned(String name, Source source) {
        abandoned(name, source, source);
    }

    synchronized void abandoned(String name, Source source, Source address) {
        takeBack(name, source, address);
    }

    private void takeBack(String name, Source source, Source address) {
        Pair pair = new Pair(name, source);
        if (isKnown(pair, clock.instant())) {
            knownPairs.takeBack(pair);
            knownNames.takeBack(name);
        } else {
            pairs.takeBack(pair);
        }
        sources.takeBack(source);
        addresses.takeBack(address);
        names.takeBack(name);
    }

    /**
     * The name has a new secret: what was guessed of the old one says nothing of it, nor does who knew the old one.
     */
    public synchronized void forgive(String name) {
        pairs.forgiveAll(pair -> pair.name().equals(name));
        knownPairs.forgiveAll(pair -> pair.name().equals(name));
        known.keySet().removeIf(pair -> pair.name().equals(name));
        names.forgive(name);
        knownNames.forgive(name);
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
        return last != null && now.isBefore(last.plus(knownFor));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
