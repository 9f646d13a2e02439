package org.ssms.client;

import org.ssms.base.http.Problem;

/** The license server did not do what was asked. Never carries a key, password or token. */
public final class LicenseServerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Kind {
        /** No connection, no answer in time, or an answer of a broken server (5xx): try later. */
        UNREACHABLE,
        /** The request itself was wrong, or contradicts an earlier one (409): trying again does not help. */
        REFUSED,
        /** No or wrong credentials (401). */
        NOT_AUTHENTICATED,
        /** No right to it; {@link #type()} says why. */
        DENIED
    }

    private final Kind kind;
    private final String type;

    public LicenseServerException(Kind kind, String type, String problem) {
        super(problem);
        this.kind = kind;
        this.type = type;
    }

    public Kind kind() {
        return kind;
    }

    /** The stable problem type, for example {@code urn:ssms:expired}; {@link Problem#NO_TYPE} when none was given. */
    public String type() {
        return type;
    }
}
