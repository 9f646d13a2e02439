package org.ssms.license.guest;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.guard.Source;

/**
 * How many mails somebody may cause in an hour. What strangers ask for is counted against them; only what is sent is
 * counted against an invitation and against all. Thread-safe.
 */
public class GuestQuota {
    /** Of one who forwards. */
    public static final int INVITATIONS = 30;
    /** Of one who asks, for one invitation and for all. */
    public static final int CODES = 6;

    static final int CODES_OF_SOURCE = 30;
    /** To one guest for one invitation, whoever asks. */
    static final int CODES_TO_GUEST = 12;

    private static final String ALL = "";

    private final HourlyQuota ofForwarder;
    private final HourlyQuota ofAsker;
    private final HourlyQuota ofSource;
    private final HourlyQuota ofInvitation;
    private final HourlyQuota ofAll;

    /** @param mailsPerHour to all guests together */
    public GuestQuota(int mailsPerHour, Clock clock) {
        ofForwarder = new HourlyQuota(INVITATIONS, clock);
        ofAsker = new HourlyQuota(CODES, clock);
        ofSource = new HourlyQuota(CODES_OF_SOURCE, clock);
        ofInvitation = new HourlyQuota(CODES_TO_GUEST, clock);
        ofAll = new HourlyQuota(mailsPerHour, clock);
    }

    /** Whether a user may send another invitation. */
    public synchronized boolean takeInvitation(String forwarder) {
        return take(ofForwarder, forwarder, ofAll, ALL);
    }

    /** Whether somebody may ask for another code: decided before it is known whether the invitation exists. */
    public synchronized boolean takeQuestion(UUID invitation, Source source) {
        return take(ofAsker, invitation + " " + source, ofSource, source.wide().toString());
    }

    /** Whether another code may be sent for an invitation that exists. */
    public synchronized boolean takeCode(UUID invitation) {
        return take(ofInvitation, invitation.toString(), ofAll, ALL);
    }

    private static boolean take(HourlyQuota one, String name, HourlyQuota other, String otherName) {
        boolean left = one.hasLeft(name) && other.hasLeft(otherName);
        if (left) {
            one.take(name);
            other.take(otherName);
        }
        return left;
    }

    /** How long to wait until one more is left. */
    public static Duration wait(int perHour) {
        return Duration.ofHours(1).dividedBy(perHour);
    }
}
