package org.ssms.guard.login;

import java.util.function.Supplier;
import org.wildfly.security.auth.server.RealmUnavailableException;

/** Tells Elytron in its own words that the database cannot be asked. */
final class Unavailable {
    private Unavailable() {}

    static <T> T when(Supplier<T> question) throws RealmUnavailableException {
        try {
            return question.get();
        } catch (IllegalStateException e) {
            throw new RealmUnavailableException(e);
        }
    }
}
