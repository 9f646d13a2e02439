package org.ssms.protect.manifest;

/** A manifest, or a file that it describes, is not what was signed. Do not play it. */
public final class TamperedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public TamperedMessageException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
    }
}
