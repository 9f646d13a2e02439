package org.ssms.license;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * Those for whom a message was left, each with a root among its grants.
 *
 * @param mailbox its owner's name, or that of a list
 * @param holders its owner, or the members of the list
 */
record Recipients(String mailbox, Set<String> holders) {
    Recipients {
        holders = Set.copyOf(holders);
    }

    static Recipients of(KeyDeposit deposit) {
        return new Recipients(
                deposit.owner(), deposit.members().isEmpty() ? Set.of(deposit.owner()) : Set.copyOf(deposit.members()));
    }

    /** As many users as rights may name. */
    private static final int MOST_USERS = 100;

    /** What somebody wants who names the list: among the users it stands for its members, who come before the others. */
    UsageRights meant(UsageRights wanted) {
        Set<String> users = wanted.get(Right.USERS);
        if (users == null || !users.contains(mailbox)) {
            return wanted;
        }
        Set<String> people = Stream.concat(holders.stream(), users.stream().filter(user -> !user.equals(mailbox)))
                .distinct()
                .limit(MOST_USERS)
                .collect(Collectors.toUnmodifiableSet());
        return wanted.with(Right.USERS, people);
    }
}
