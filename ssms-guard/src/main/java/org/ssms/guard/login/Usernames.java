package org.ssms.guard.login;

import org.jspecify.annotations.Nullable;

/** Names as strangers send them. */
public final class Usernames {
    private static final int MAX = 64;

    private Usernames() {}

    /** What cannot be the name of an account is looked up, and written down, as nobody's. */
    public static String orNobody(@Nullable String name) {
        return name == null || name.isBlank() || name.length() > MAX || isOdd(name) ? AccountTable.STAND_IN : name;
    }

    /** A colon is in the names of guests only. */
    private static boolean isOdd(String name) {
        return name.codePoints()
                .anyMatch(c -> c == ':' || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
