package org.ssms.mailbox;

import java.util.Locale;

/**
 * A message with whom to tell about it.
 *
 * @param owner of the mailbox in which it is; of a message for a list, one of its members
 * @param mailAddress where the owner wants e-mail
 * @param language in which the owner reads
 */
public record MessageNotice(MessageView message, String owner, String mailAddress, Locale language) {}
