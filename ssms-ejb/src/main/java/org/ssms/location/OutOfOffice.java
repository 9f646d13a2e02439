package org.ssms.location;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which every call goes straight to the mailbox.
 *
 * @param until first moment at which the phones ring again; null: until the owner switches it off
 */
public record OutOfOffice(Instant from, @Nullable Instant until) {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException when it would end before it begins, or lies outside of {@link #isKept}
     */
    public OutOfOffice {
        if (!isKept(from) || (until != null && !isKept(until))) {
            throw new IllegalArgumentException("out of office beyond what can be kept");
        }
        if (until != null && !until.isAfter(from)) {
            throw new IllegalArgumentException("out of office ends before it begins");
        }
    }

    public boolean covers(Instant moment) {
        return !moment.isBefore(from) && (until == null || moment.isBefore(until));
    }

    /** Whether every database can keep this moment. */
    public static boolean isKept(Instant moment) {
        return !moment.isBefore(FIRST) && !moment.isAfter(LAST);
    }
}
