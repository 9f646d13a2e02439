package org.ssms.mailbox;

import java.util.Locale;

/**
 * A message with whom to tell about it.
 *
 * @param mailAddress where the owner wants e-mail
 * @param language in which the owner reads
 */
public record MessageNotice(MessageView message, String owner, String mailAddress, Locale language) {}
