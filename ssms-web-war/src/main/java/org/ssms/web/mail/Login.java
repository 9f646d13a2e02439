package org.ssms.web.mail;

/** What becomes of a name and a password. */
public sealed interface Login {
    /** The mailbox is open to its owner. */
    record Opened(MailAccount account) implements Login {}

    /** No such name, not its password, or no mailbox of its own: which of them is nobody's matter. */
    record Wrong() implements Login {}

    /** Not looked at: too many mistakes, or too much to do. */
    record Later(long seconds) implements Login {}

    /** His password, but he has logged in too often. */
    record TooMany() implements Login {}
}
