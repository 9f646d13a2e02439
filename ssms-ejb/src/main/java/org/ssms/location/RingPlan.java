package org.ssms.location;

import java.time.Duration;

/**
 * How long a called party's phones ring, and what becomes of the call when they do not answer.
 *
 * @param ringTime 5 to 120 seconds
 */
public record RingPlan(
        Duration ringTime,
        Treatment whenBusy,
        Treatment whenUnanswered,
        Treatment whenDeclined,
        Treatment whenNotRegistered) {
    public static final Duration SHORTEST = Duration.ofSeconds(5);
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** What holds as long as the owner has said nothing. */
    public static final RingPlan DEFAULT = new RingPlan(
            Duration.ofSeconds(20), Treatment.MAILBOX, Treatment.MAILBOX, Treatment.MAILBOX, Treatment.MAILBOX);

    /**
     * Checks the ring time.
     *
     * @throws IllegalArgumentException for a ring time out of its range
     */
    public RingPlan {
        if (ringTime.compareTo(SHORTEST) < 0 || ringTime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ring time out of range");
        }
    }

    /** What the owner wants done with a call that could not be delivered for this reason. */
    public Treatment after(DiversionReason reason) {
        return switch (reason) {
            case BUSY -> whenBusy;
            case NO_ANSWER -> whenUnanswered;
            case DECLINED, DEFLECTED -> whenDeclined;
            case NOT_REGISTERED, NOT_REACHABLE -> whenNotRegistered;
            case UNCONDITIONAL, UNKNOWN -> Treatment.MAILBOX;
        };
    }
}
