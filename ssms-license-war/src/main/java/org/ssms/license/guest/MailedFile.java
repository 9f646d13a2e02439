package org.ssms.license.guest;

import jakarta.activation.DataSource;

/** The protected file as a mail to a guest brings it. */
public sealed interface MailedFile {
    /** Not at all: the mail has the link. */
    record None() implements MailedFile {}

    /** It was wanted, and is larger than a mail may be. */
    record TooLarge() implements MailedFile {}

    /** Ciphertext, as it lies in the mailbox. */
    record Attached(DataSource content) implements MailedFile {}
}
