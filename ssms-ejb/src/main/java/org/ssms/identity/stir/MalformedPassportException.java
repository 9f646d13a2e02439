package org.ssms.identity.stir;

/** An Identity header field or PASSporT that breaks its format. Anybody can send one: log no stack. */
public final class MalformedPassportException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedPassportException(String problem) {
        super(problem, null, false, false);
    }
}
