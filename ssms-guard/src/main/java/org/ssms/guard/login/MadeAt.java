package org.ssms.guard.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something was made that stays good until an account is reset, such as a phone password.
 *
 * @param version of the account when its owner was proved; null: nobody has looked, as an operator made it
 * @param time by the clock of who made it; counts only where there is no version
 */
public record MadeAt(@Nullable Long version, Instant time) {
    /** Whether it was made before the account had that version, which it has since then. */
    public boolean isBefore(long accountVersion, Instant since) {
        return version == null ? time.isBefore(since) : version < accountVersion;
    }
}
