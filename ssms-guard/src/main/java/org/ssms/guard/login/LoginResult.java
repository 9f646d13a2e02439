package org.ssms.guard.login;

import java.time.Duration;

/** What a door says to a name and a password. */
public sealed interface LoginResult {
    /**
     * Somebody is who he says.
     *
     * @param version of the account; what is handed out now is good as long as the account has it
     */
    record Right(String name, long version) implements LoginResult {}

    /** No such account, or not its password, or disabled: which of them is nobody's matter. */
    record Wrong() implements LoginResult {}

    /** Not looked at. Too many mistakes, or too much to do: try again after that time. */
    record Wait(Duration time) implements LoginResult {
        /** Of a request that is forwarded to the login page: {@link #seconds}, a Long. */
        public static final String ATTRIBUTE = "org.ssms.guard.wait";

        /** Whole seconds, at least one. */
        public long seconds() {
            return Math.max(1, time.plusMillis(999).toSeconds());
        }
    }
}
