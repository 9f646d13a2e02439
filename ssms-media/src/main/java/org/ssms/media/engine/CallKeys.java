package org.ssms.media.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which key presses of a caller are told. Phones tell one press in several ways, whatever was agreed on: those that are
 * set to use INFO offer telephone-events nevertheless, and others put tones beside either. So the best way in which a
 * key has come counts from then on, and what comes in a lesser one is the same press once more. Not thread safe.
 */
final class CallKeys {
    /**
     * The better ones behind the others: nobody's voice looks like an INFO, and no INFO knows the time of the media.
     */
    enum Way {
        TONES,
        SIGNALLING,
        EVENTS
    }

    /** A press that is told in two ways is told within so long; later ones know which way counts. */
    private static final long SAME_PRESS_NANOS = 2_000_000_000;

    /** Nobody presses more keys than 20 in a second; only of so many that come at once none is left out. */
    private static final long KEY_NANOS = 50_000_000;

    private static final int KEYS_AT_ONCE = 40;

    private record Told(char digit, Way way, long at) {}

    private final LoopCounters counters;
    private Way best = Way.TONES;
    /** What was told, the oldest first, as long as it may come again in a better way. */
    private final Deque<Told> told = new ArrayDeque<>();

    /** When the next key may come that is told. */
    private long next;

    CallKeys(LoopCounters counters, long now) {
        this.counters = counters;
        next = now - KEYS_AT_ONCE * KEY_NANOS;
    }

    /** Whether to tell it; to be asked once for each key that comes. */
    boolean isPress(char digit, Way way, long now) {
        if (way.compareTo(best) < 0) {
            return false;
        }
        best = way;
        if (wasTold(digit, way, now)) {
            return false;
        }
        next += Math.max(0, now - KEYS_AT_ONCE * KEY_NANOS - next);
        if (next - now > 0) {
            counters.ignored.add(1);
            return false;
        }
        next += KEY_NANOS;
        told.add(new Told(digit, way, now));
        return true;
    }

    /** In a lesser way, of which each press is told once more. */
    private boolean wasTold(char digit, Way way, long now) {
        told.removeIf(press -> now - press.at >= SAME_PRESS_NANOS);
        for (Told press : told) {
            if (press.digit == digit && press.way.compareTo(way) < 0) {
                told.remove(press);
                told.add(new Told(digit, way, press.at)); // there may be a better one yet
                return true;
            }
        }
        return false;
    }
}
