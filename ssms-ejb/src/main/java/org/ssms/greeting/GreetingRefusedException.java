package org.ssms.greeting;

/** A greeting is not taken; nothing is changed. */
public final class GreetingRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Shorter than {@link GreetingKind#SHORTEST}. */
        TOO_SHORT,
        /** Longer than {@link GreetingKind#longest()}. */
        TOO_LONG,
        /** A temporary greeting has an end, later than now and within a year; no other has one. */
        WRONG_END,
        /** An operator has locked the greetings of this mailbox. */
        LOCKED,
        /** There were too many changes in an hour. */
        TOO_MANY,
        /** There is no such mailbox. */
        NO_MAILBOX
    }

    private final Reason reason;

    public GreetingRefusedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
