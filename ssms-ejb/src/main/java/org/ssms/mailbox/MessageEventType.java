package org.ssms.mailbox;

/** A step on the way of a message that the audit proves. The numbers are those of Figure 4. */
public enum MessageEventType {
    /** 41: the license server has confirmed the deposit of the message key. Comes before the first byte is written. */
    KEY_DEPOSITED,
    /** 39: the last frame is encrypted and the protected files are complete. */
    PROTECTED,
    /** 40: the message is in the mailbox. */
    STORED,
    /** 42: the mail server of its owner, or of a member of the list, has taken the notification. */
    NOTIFIED,
    /** The call left nothing: the key was withdrawn and no file kept. */
    WITHDRAWN
}
