package org.ssms.mailbox;

/** Whom a message reached is not known at the moment: the license server, which knows it, does not answer. */
public final class HoldersUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HoldersUnknownException(Throwable cause) {
        super("the license server does not tell who holds a message", cause);
    }

    HoldersUnknownException(String why) {
        super("the license server is not asked who holds a message: " + why);
    }
}
