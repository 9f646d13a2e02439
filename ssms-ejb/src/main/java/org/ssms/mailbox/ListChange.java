package org.ssms.mailbox;

/** What came of a change of a list. */
public sealed interface ListChange {
    record Done() implements ListChange {}

    /** The configuration says who is on it. */
    record Configured() implements ListChange {}

    /** It is, or was, a user's. */
    record NameTaken() implements ListChange {}

    /** He has no mailbox, or is a list himself. */
    record NoMember(String name) implements ListChange {}
}
