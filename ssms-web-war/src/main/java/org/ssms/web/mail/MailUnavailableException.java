package org.ssms.web.mail;

/** The mailbox, or the license server, cannot be asked now: what was wanted may work later. */
public final class MailUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Because of something that is logged elsewhere. */
    public MailUnavailableException(Throwable cause) {
        super(cause);
    }
}
