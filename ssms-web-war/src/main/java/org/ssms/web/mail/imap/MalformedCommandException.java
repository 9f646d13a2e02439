package org.ssms.web.mail.imap;

/** A command that is not written as RFC 3501 §9 has it. */
final class MalformedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCommandException(String problem) {
        super(problem, null, false, false);
    }
}
