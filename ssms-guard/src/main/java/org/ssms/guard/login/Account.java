package org.ssms.guard.login;

import org.jspecify.annotations.Nullable;

/**
 * An account as a door needs it. Does not print the hash.
 *
 * @param passwordHash bcrypt, modular crypt format; that of the stand-in when there is no such account or it is
 *     disabled
 * @param usable whether the account exists and is enabled
 * @param version raised when everything that was handed out for it before is to end
 * @param cost of bcrypt that every wrong password costs, whatever the account's own is
 */
public record Account(String name, String passwordHash, boolean usable, long version, int cost) {
    private static final int COST_AT = 4;
    /** Ends a hash whose first part says the cost: of a password that nobody has. */
    private static final String NOBODYS = "$nobodynobodynobodynobodynobodynobodynobodynobody12345";

    /**
     * One whose secret is not its password.
     *
     * @param hash bcrypt, modular crypt format; null: there is none, or whoever has it may not come in
     * @param cost of all the others
     */
    public static Account withSecret(String name, @Nullable String hash, long version, int cost) {
        return hash == null
                ? new Account(name, nobodys(cost), false, 0, cost)
                : new Account(name, hash, true, version, Math.max(cost, cost(hash)));
    }

    /** Of no password at all, as dear as any of that cost. */
    static String nobodys(int cost) {
        return "$2a$" + (cost < 10 ? "0" : "") + cost + NOBODYS;
    }

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
