package org.ssms.mailbox;

/** Whether a mailbox takes messages now. */
public enum MailboxStatus {
    OPEN,
    /** Exists, but its owner or an operator has switched it off. */
    DISABLED,
    UNKNOWN
}
