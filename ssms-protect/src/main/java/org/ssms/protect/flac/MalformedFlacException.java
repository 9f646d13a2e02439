package org.ssms.protect.flac;

/** A FLAC frame that is broken, or uses what {@link FlacEncoder} does not write. A wrong key looks like this too. */
public final class MalformedFlacException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedFlacException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
    }
}
