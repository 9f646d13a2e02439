package org.ssms.mailbox;

/**
 * A message with whom to tell about it.
 *
 * @param mailAddress where the owner wants e-mail
 */
public record MessageNotice(MessageView message, String owner, String mailAddress) {}
