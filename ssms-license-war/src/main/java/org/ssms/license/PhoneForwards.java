package org.ssms.license;

import java.time.Clock;
import java.time.Duration;
import org.ssms.base.quota.HourlyQuota;

/**
 * How often somebody may forward by phone in an hour: whoever has found a PIN is not to spread a mailbox. Thread-safe.
 */
public class PhoneForwards {
    static final int PER_HOUR = 10;

    private final HourlyQuota ofUser;

    public PhoneForwards(Clock clock) {
        ofUser = new HourlyQuota(PER_HOUR, clock);
    }

    /** Whether a user may forward once more now. */
    public synchronized boolean take(String user) {
        boolean left = ofUser.hasLeft(user);
        if (left) {
            ofUser.take(user);
        }
        return left;
    }

    /** How long to wait until one more is left. */
    static Duration pause() {
        return Duration.ofHours(1).dividedBy(PER_HOUR);
    }
}
