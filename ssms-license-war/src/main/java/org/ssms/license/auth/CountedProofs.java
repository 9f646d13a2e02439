package org.ssms.license.auth;

import java.time.Duration;
import java.util.function.Supplier;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Wrong;

/**
 * Counts proofs that are no passwords together with the guesses of passwords, and writes what became of them. What
 * could not be looked at, also because something failed, is no guess.
 */
record CountedProofs(PasswordDoor passwords, SecurityAudit audit) {
    /** @param look at the proof; not done when the asker has to wait */
    Authentication verify(Asker asker, String username, Supplier<Authentication> look) {
        Duration wait = passwords.admitElsewhere(asker, username);
        if (!wait.isZero()) {
            return new Later(wait);
        }
        boolean looked = false;
        try {
            Authentication result = look.get();
            looked = !(result instanceof Later);
            if (result instanceof Proved) {
                passwords.provedElsewhere(asker, username);
                audit.granted(asker, "login", username);
            } else if (result instanceof Wrong) {
                audit.refused(asker, "login", username, "wrong");
            }
            return result;
        } finally {
            if (!looked) {
                passwords.abandonedElsewhere(asker, username);
            }
        }
    }
}
