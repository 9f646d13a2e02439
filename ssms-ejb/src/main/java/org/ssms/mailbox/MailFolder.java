package org.ssms.mailbox;

import java.util.List;
import org.ssms.protect.key.MessageId;

/**
 * The mails of a reader, by the numbers that they have for ever (RFC 3501 §2.3.1.1).
 *
 * @param uidValidity since when the numbers hold
 * @param uidNext no mail has this number yet, or a greater one
 * @param mails by their numbers
 */
public record MailFolder(long uidValidity, long uidNext, List<Mail> mails) {
    /**
     * A message as a mail.
     *
     * @param isMarked whether it is to be deleted when the folder is tidied up
     */
    public record Mail(long uid, MessageId message, boolean isMarked) {}

    /**
     * A message that is to be among the mails.
     *
     * @param form of its octets; other ones are another mail. 16 characters
     */
    public record Wanted(MessageId message, String form) {}
}
