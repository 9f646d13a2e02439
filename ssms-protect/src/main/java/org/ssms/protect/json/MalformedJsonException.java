package org.ssms.protect.json;

/** A document that is not the JSON its reader expects. Names the member, never repeats a value. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    public MalformedJsonException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
        this.problem = problem;
    }

    public String problem() {
        return problem;
    }
}
