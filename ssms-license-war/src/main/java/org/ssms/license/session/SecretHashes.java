package org.ssms.license.session;

import java.util.function.Function;

/**
 * How secrets are stored: bcrypt of {@value #COST}, modular crypt format.
 *
 * @param ofSecret of what we make ourselves, and what has few digits
 * @param ofPassword of what somebody chooses, as long as it may be
 */
public record SecretHashes(Function<char[], String> ofSecret, Function<char[], String> ofPassword) {
    /** That of {@code FirstStart}: two to that power are the rounds. */
    public static final int COST = 10;
}
