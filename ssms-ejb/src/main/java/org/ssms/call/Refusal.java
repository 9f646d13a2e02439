package org.ssms.call;

/** Why an INVITE is not answered with 200, and with what instead (RFC 3261 §21). */
public enum Refusal {
    STARTING(503),
    DRAINING(503),
    /** As many calls as the node takes, or no free media port. */
    OVERLOAD(503),
    /** The media loops are late. */
    MEDIA_LATE(503),
    /** Keys, files and messages wait too long for a thread. */
    WORK_LATE(503),
    /** As many calls at once as one mailbox takes. */
    MAILBOX_CALLS(503),
    /** As many calls at once as one source may have, in this mailbox or in all. */
    SOURCE_CALLS(503),
    /** As many calls without ACK as one source, or strangers together, may have. */
    HALF_OPEN(503),
    /** Less than {@code ssms.storage.min-free} is free. */
    STORAGE_FULL(503),
    /** As many messages as one caller may leave in an hour. */
    MESSAGE_QUOTA(480),
    UNKNOWN_MAILBOX(404),
    /** A stream of a message that is not there, or did not reach the one who asks. */
    UNKNOWN_MESSAGE(404),
    /** The stored packets of a message cannot be read. */
    UNREADABLE_MESSAGE(500),
    /** Whom a message reached is not known at the moment. */
    HOLDERS_UNKNOWN(503),
    DISABLED_MAILBOX(480),
    MALFORMED_SDP(400),
    UNACCEPTABLE_MEDIA(488);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
