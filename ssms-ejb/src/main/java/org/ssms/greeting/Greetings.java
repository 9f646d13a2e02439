package org.ssms.greeting;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerException;

/**
 * The greetings of mailboxes. Sound is 8 kHz mono, linear 16 bit, in memory in clear; on the disk it is encrypted under a
 * fresh key, which the license server keeps. Thread-safe; what throws {@link LicenseServerException} waits for license
 * server and disk, and is not for a transaction.
 */
@Singleton
public class Greetings {
    /** In the order of {@link GreetingKind}; also those that have ended. */
    public List<GreetingView> of(String mailbox) {
        throw new UnsupportedOperationException(mailbox);
    }

    /** Whether an operator does not let the owner change them. */
    public boolean areLocked(String mailbox) {
        throw new UnsupportedOperationException(mailbox);
    }

    /**
     * Takes the place of the one of that kind, for the next call on; durable when this returns.
     *
     * @param until see {@link GreetingView#until()}
     */
    public void keep(String mailbox, GreetingKind kind, short[] samples, @Nullable Instant until)
            throws GreetingRefusedException, LicenseServerException, IOException {
        throw new UnsupportedOperationException(mailbox + kind + samples.length + until);
    }

    /** To be heard by its owner; empty: there is none. */
    public Optional<short[]> sound(String mailbox, GreetingKind kind) throws LicenseServerException, IOException {
        throw new UnsupportedOperationException(mailbox + kind);
    }

    /** Its key is destroyed, now or soon. Repeatable. */
    public void remove(String mailbox, GreetingKind kind) throws GreetingRefusedException {
        throw new UnsupportedOperationException(mailbox + kind);
    }
}
