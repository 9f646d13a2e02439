package org.ssms.web.mail;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Somebody who is logged in, as long as he might still. For one thread at a time. */
public final class MailAccount {
    /** So often it is found out whether he might: a client asks hundreds of things in a second. */
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final String owner;
    private final BooleanSupplier stillGood;
    private final LongSupplier nanoTime;
    private long askedAt;

    /** @param stillGood asks the accounts whether he is enabled, and has the password that he had */
    MailAccount(String owner, BooleanSupplier stillGood, LongSupplier nanoTime) {
        this.owner = owner;
        this.stillGood = stillGood;
        this.nanoTime = nanoTime;
        this.askedAt = nanoTime.getAsLong();
    }

    /** Of the mailbox. */
    public String owner() {
        return owner;
    }

    boolean isGood() {
        long now = nanoTime.getAsLong();
        if (now - askedAt < FRESH_NANOS) {
            return true;
        }
        askedAt = now;
        return stillGood.getAsBoolean();
    }
}
