package org.ssms.guard.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;

/** A door of its own for a test; a server has one for all. */
public final class PasswordDoors {
    private PasswordDoors() {}

    /**
     * A door before accounts that all have the same hash.
     *
     * @param versions of an account by its name; negative: no such account, or disabled
     */
    public static PasswordDoor of(
            ToLongFunction<String> versions,
            String hash,
            BiPredicate<String, char[]> bcrypt,
            SecurityAudit audit,
            Clock clock) {
        return of(versions, hash, bcrypt, GuessGuard.ofPeople(clock), audit, clock);
    }

    /** The same for PINs. */
    public static PasswordDoor ofPins(
            ToLongFunction<String> versions,
            String hash,
            BiPredicate<String, char[]> bcrypt,
            SecurityAudit audit,
            Clock clock) {
        return of(versions, hash, bcrypt, GuessGuard.ofPins(clock), audit, clock);
    }

    private static PasswordDoor of(
            ToLongFunction<String> versions,
            String hash,
            BiPredicate<String, char[]> bcrypt,
            GuessGuard guard,
            SecurityAudit audit,
            Clock clock) {
        return new PasswordDoor(
                name -> {
                    long version = versions.applyAsLong(name);
                    return new Account(name, hash, version >= 0, Math.max(0, version), Account.cost(hash));
                },
                bcrypt,
                guard,
                audit,
                clock,
                new SecureRandom(),
                1);
    }
}
