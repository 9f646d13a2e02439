package org.ssms.protect.recording;

/** A file that should be a ticket and is not. */
public final class MalformedTicketException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedTicketException(String problem) {
        super(problem, null, false, false); // expected after a crash: no stack trace
    }
}
