package org.ssms.protect.digest;

/**
 * Credentials that break their grammar. Expected on an open port: answer 400, log no stack. The text repeats no input.
 */
public final class MalformedCredentialsException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedCredentialsException(String problem) {
        super(problem, null, false, false);
    }
}
