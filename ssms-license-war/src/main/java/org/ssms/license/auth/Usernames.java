package org.ssms.license.auth;

import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.AccountTable;

/** Names as strangers send them. */
final class Usernames {
    private static final int MAX = 64;

    private Usernames() {}

    /** What cannot be the name of an account is looked up, and written down, as nobody's. */
    static String orNobody(@Nullable String name) {
        return name == null || name.isBlank() || name.length() > MAX || isOdd(name) ? AccountTable.STAND_IN : name;
    }

    /** A colon is in the names of guests only. */
    private static boolean isOdd(String name) {
        return name.codePoints()
                .anyMatch(c -> c == ':' || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
