package org.ssms.sip.routing;

import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.protect.key.MessageId;

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

    /**
     * The stream of a stored message: {@code USER.MESSAGEID} at a host of ours, split at the last dot, so that a name
     * may have dots, too; a message id has none.
     *
     * @param reader to whom the address was given, unescaped; may be unknown
     */
    record Stream(String reader, MessageId message) implements RequestTarget {}

    /** The mailbox service itself: whose mailbox, other header fields must say. */
    record Service() implements RequestTarget {}

    /** The server: a host of ours without a user. */
    record Server() implements RequestTarget {}

    /** Somebody else's host. We are no relay. */
    record Foreign() implements RequestTarget {}

    /** Neither sip, sips nor tel. */
    record UnknownScheme() implements RequestTarget {}

    record Malformed() implements RequestTarget {}
}
