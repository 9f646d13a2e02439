package org.ssms.call;

/** Why an INVITE is not answered with 200, and with what instead (RFC 3261 §21). */
public enum Refusal {
    DRAINING(503),
    /** As many calls as the node takes, or no free media port. */
    OVERLOAD(503),
    UNKNOWN_MAILBOX(404),
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
