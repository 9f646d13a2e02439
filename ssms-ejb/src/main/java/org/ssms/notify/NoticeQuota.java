package org.ssms.notify;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.notify.OwnerNotifier.Notice;

/**
 * How many mails of one kind of notice an owner gets in an hour. Messages and other notices take nothing of it: whoever
 * causes many of them hides nothing. Thread-safe.
 */
@Singleton
class NoticeQuota {
    private static final int PER_HOUR = 10;

    private final HourlyQuota mails;

    @Inject
    NoticeQuota(Clock clock) {
        mails = new HourlyQuota(PER_HOUR, clock);
    }

    boolean hasLeft(String owner, Notice notice) {
        return mails.hasLeft(name(owner, notice));
    }

    /** One has gone to the owner; one that the mail server did not take does not count. */
    void sent(String owner, Notice notice) {
        mails.take(name(owner, notice));
    }

    private static String name(String owner, Notice notice) {
        return notice + " " + owner;
    }
}
