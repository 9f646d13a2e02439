package org.ssms.protect.audit;

/** What should be a signed head, or a key of one, and is none. */
public final class MalformedAuditException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedAuditException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
    }
}
