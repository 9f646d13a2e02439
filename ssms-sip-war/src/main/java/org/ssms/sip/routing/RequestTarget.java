package org.ssms.sip.routing;

import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;

/** What a Request-URI asks this server for. */
public sealed interface RequestTarget {
    /** A subscriber: location decides. The party may be unknown. */
    record Subscriber(CalledParty called) implements RequestTarget {}

    /**
     * A mailbox, without ringing.
     *
     * @param party whose mailbox; may be unknown
     * @param reason why the call goes there, as the URI says; UNKNOWN when it does not
     */
    record Mailbox(CalledParty party, DiversionReason reason) implements RequestTarget {}

    /** The mailbox service itself: whose mailbox, other header fields must say. */
    record Pilot() implements RequestTarget {}

    /** The server: a host of ours without a user. */
    record Server() implements RequestTarget {}

    /** Somebody else's host. We are no relay. */
    record Foreign() implements RequestTarget {}

    /** Neither sip, sips nor tel. */
    record UnknownScheme() implements RequestTarget {}

    record Malformed() implements RequestTarget {}
}
