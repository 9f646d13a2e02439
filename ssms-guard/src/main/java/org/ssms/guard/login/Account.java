package org.ssms.guard.login;

/**
 * An account as a door needs it. Does not print the hash.
 *
 * @param passwordHash bcrypt, modular crypt format; that of the stand-in when there is no such account or it is
 *     disabled
 * @param usable whether the account exists and is enabled
 * @param version raised when everything that was handed out for it before is to end
 * @param cost of bcrypt that every wrong password costs, whatever the account's own is
 */
record Account(String name, String passwordHash, boolean usable, long version, int cost) {
    private static final int COST_AT = 4;

    /** The cost of a bcrypt hash in modular crypt format, {@code $2a$10$...}. */
    static int cost(String passwordHash) {
        return Integer.parseInt(passwordHash.substring(COST_AT, COST_AT + 2));
    }

    int ownCost() {
        return cost(passwordHash);
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + (usable ? "usable" : "not usable") + ", version " + version + "]";
    }
}
