package org.ssms.location;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which every call goes straight to the mailbox.
 *
 * @param until first moment at which the phones ring again; null: until the owner switches it off
 */
public record OutOfOffice(Instant from, @Nullable Instant until) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException when it would end before it begins
     */
    public OutOfOffice {
        if (until != null && !until.isAfter(from)) {
            throw new IllegalArgumentException("out of office ends before it begins");
        }
    }

    public boolean covers(Instant moment) {
        return !moment.isBefore(from) && (until == null || moment.isBefore(until));
    }
}
