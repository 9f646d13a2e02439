package org.ssms.notify;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.ssms.base.quota.HourlyQuota;

/** How many mails the owner of a mailbox gets in an hour, whoever leaves the messages. Thread-safe. */
@Singleton
class MailQuota {
    private static final System.Logger LOG = System.getLogger(MailQuota.class.getName());

    private final HourlyQuota mails;

    @Inject
    MailQuota(MailConfig config, Clock clock) {
        mails = new HourlyQuota(config.perUser(), clock);
    }

    /** Whether a mail may go to the owner; one line in the log for all that may not, until one may again. */
    boolean hasLeft(String owner) {
        if (mails.hasLeft(owner)) {
            return true;
        }
        if (mails.refused(owner) == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-5002 too many messages for {0} in an hour: no mail about the next ones",
                    owner);
        }
        return false;
    }

    /** A mail has gone to the owner; one that the mail server did not take does not count. */
    void sent(String owner) {
        mails.take(owner);
    }
}
