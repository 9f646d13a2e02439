package org.ssms.call;

import java.time.Clock;
import java.util.Optional;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.identity.IdentitySource;

/**
 * How many messages one caller may leave in an hour, in one mailbox and in all. A trunk's callers count by the identity
 * that it asserts; those for whom it asserts none are not counted, as they are many. Thread-safe.
 */
final class MessageQuota {
    private final HourlyQuota inAll;
    private final HourlyQuota inMailbox;

    MessageQuota(CallConfig.Quota limits, Clock clock) {
        inAll = new HourlyQuota(limits.messagesPerSource(), clock);
        inMailbox = new HourlyQuota(limits.messagesPerUserAndSource(), clock);
    }

    /** Whether a message more is too much. */
    boolean isUsedUp(Invitation invitation, String mailbox) {
        return name(invitation).filter(name -> isUsedUp(name, mailbox)).isPresent();
    }

    /** The same of a subscriber who hears his messages, and has answered one: it counts as if he had called. */
    boolean isUsedUpBy(String subscriber, String mailbox) {
        return isUsedUp(CallingParty.subscriber(subscriber).name(), mailbox);
    }

    private boolean isUsedUp(String name, String mailbox) {
        return !inAll.hasLeft(name) || !inMailbox.hasLeft(name + " in " + mailbox);
    }

    /** A message has been left, or left and cancelled. */
    void count(Invitation invitation, String mailbox) {
        name(invitation).ifPresent(name -> count(name, mailbox));
    }

    /** The same as {@link #isUsedUpBy} means it. */
    void countBy(String subscriber, String mailbox) {
        count(CallingParty.subscriber(subscriber).name(), mailbox);
    }

    private void count(String name, String mailbox) {
        inAll.take(name);
        inMailbox.take(name + " in " + mailbox);
    }

    private static Optional<String> name(Invitation invitation) {
        if (invitation.asker().standing() != CallingParty.Standing.TRUNK) {
            return Optional.of(invitation.asker().name());
        }
        var caller = invitation.caller();
        return caller.source() == IdentitySource.ASSERTED
                ? Optional.of(
                        "asserted " + (caller.auditedAddress() == null ? caller.address() : caller.auditedAddress()))
                : Optional.empty();
    }
}
