package org.ssms.mailbox;

/** Whether the owner of a message has listened to it. */
public enum MessageState {
    NEW,
    HEARD
}
