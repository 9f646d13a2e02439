package org.ssms.guard.login;

import java.time.Duration;
import org.ssms.guard.login.BackOff.Policy;

/**
 * How patient a {@link GuessGuard} is.
 *
 * @param pair a name at a source
 * @param source with whatever names
 * @param name at whatever sources
 * @param address where sources come from: the callers of a trunk are many sources of one address
 * @param known where a name came in before: nothing else counts there
 */
record GuessLimits(Policy pair, Policy source, Policy name, Policy address, Known known) {
    private static final int CAPACITY = 100_000;
    /** Never waits, and keeps nothing. */
    private static final Policy NONE = new Policy(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

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
    /** With other names: whoever calls from a house with many has neighbours who mistype, too. */
    private static final Policy SOURCE_OF_PIN =
            new Policy(20, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), CAPACITY);
    /** Loose: all who never called before wait together. */
    private static final Policy ADDRESS_OF_PIN =
            new Policy(200, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1), CAPACITY);

    /**
     * Where a name came in before.
     *
     * @param pair a name at such a source
     * @param name at all such sources
     * @param time since it came in there last
     */
    record Known(Policy pair, Policy name, Duration time) {}

    static GuessLimits ofPeople() {
        return new GuessLimits(PAIR, SOURCE, NAME, NONE, new Known(PAIR_OF_A_PERSON, NONE, Duration.ofDays(1)));
    }

    static GuessLimits ofDevices() {
        return new GuessLimits(PAIR, SOURCE, NAME, NONE, new Known(PAIR, NONE, Duration.ofDays(1)));
    }

    /** Some listen by phone once in weeks. */
    static GuessLimits ofPins() {
        return new GuessLimits(
                ofPin(5),
                SOURCE_OF_PIN,
                ofPin(10),
                ADDRESS_OF_PIN,
                new Known(ofPin(5), ofPin(20), Duration.ofDays(30)));
    }

    /** Of PINs there are few, and a guess costs a phone call: minutes after some mistakes, in the end an hour. */
    private static Policy ofPin(int free) {
        return new Policy(free, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), CAPACITY);
    }
}
