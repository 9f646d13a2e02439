package org.ssms.mailbox;

/**
 * The JMS message "a protected message is stored": no body, two string properties. It names the message and says
 * nothing about it; a subscriber reads the current state from the mailbox, so a repeated or late delivery does no harm.
 */
public final class MessageStored {
    /** JNDI name of the topic. */
    public static final String TOPIC = "java:/jms/topic/MessageStored";

    /** String property: the message id. */
    public static final String MESSAGE_ID = "messageId";

    /** String property: the user who has the message in his mailbox; of a list there is a JMS message for each. */
    public static final String MAILBOX = "mailbox";

    private MessageStored() {}
}
