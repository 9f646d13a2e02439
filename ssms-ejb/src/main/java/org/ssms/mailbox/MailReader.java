package org.ssms.mailbox;

import java.util.Locale;

/**
 * Whom to write to about his mailbox.
 *
 * @param language in which he reads
 */
public record MailReader(String mailAddress, Locale language) {}
