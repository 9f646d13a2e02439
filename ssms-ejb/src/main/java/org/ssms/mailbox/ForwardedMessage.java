package org.ssms.mailbox;

/**
 * A message of somebody else's mailbox, for who holds a grant of it.
 *
 * @param message its state says nothing: whether its owner has heard it is nobody else's business
 * @param from who has forwarded it: a user name, or {@code mailto:} and the address of a guest
 */
public record ForwardedMessage(MessageView message, String from) {}
