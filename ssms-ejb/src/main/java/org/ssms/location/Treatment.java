package org.ssms.location;

/** What becomes of a call that reaches nobody. */
public enum Treatment {
    MAILBOX,
    /** The caller is told so by the SIP status and leaves no message. */
    REJECT
}
