package org.ssms.protect.key;

/**
 * A wrapped key does not open: it was changed, belongs to another message or KID, or was wrapped under another key
 * encryption key. Which of these is not told.
 */
public final class KeyUnwrapException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyUnwrapException(String problem) {
        super(problem);
    }
}
