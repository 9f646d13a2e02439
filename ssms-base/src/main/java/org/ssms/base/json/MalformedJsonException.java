package org.ssms.base.json;

/** A document that is not the JSON its reader expects. Names the member, never repeats a value. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NAME = 64;

    private final String problem;

    public MalformedJsonException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
        this.problem = problem;
    }

    /** The name of the member comes from outside: no more of it is repeated than can be read. */
    static MalformedJsonException of(String name, String problem) {
        String shown = name.substring(0, Math.min(name.length(), MAX_NAME)).replaceAll("[^\\x20-\\x7e]", "?");
        return new MalformedJsonException("member '" + shown + "' " + problem);
    }

    public String problem() {
        return problem;
    }
}
