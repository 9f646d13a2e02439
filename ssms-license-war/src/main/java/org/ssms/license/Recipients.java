package org.ssms.license;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * Those for whom a message was left, each with a root among its grants. The name of a list among the users of rights
 * stands for its members.
 *
 * @param mailbox its owner's name, or that of a list
 * @param holders its owner, or the members of the list
 */
record Recipients(String mailbox, Set<String> holders) {
    /** As many users as rights may name. */
    private static final int MOST_USERS = 100;

    Recipients {
        holders = Set.copyOf(holders);
    }

    static Recipients of(KeyDeposit deposit) {
        return new Recipients(
                deposit.owner(), deposit.members().isEmpty() ? Set.of(deposit.owner()) : Set.copyOf(deposit.members()));
    }

    /** What remains when some are not among them. */
    Recipients without(Set<String> some) {
        return new Recipients(
                mailbox,
                holders.stream().filter(holder -> !some.contains(holder)).collect(Collectors.toSet()));
    }

    /** In the transaction of the bean that asks. */
    static Recipients of(StoredKey key, EntityManager entities) {
        return of(key, roots(key, entities));
    }

    static Recipients of(StoredKey key, List<Grant> roots) {
        return new Recipients(key.owner(), roots.stream().map(Grant::holder).collect(Collectors.toSet()));
    }

    /** One; of a list, each member's. */
    static List<Grant> roots(StoredKey key, EntityManager entities) {
        return entities.createQuery(
                        "select g from Grant g where g.kid = :kid and g.parent is null order by g.holder", Grant.class)
                .setParameter("kid", key.keyId().value())
                .getResultList();
    }

    boolean isList() {
        return !holders.equals(Set.of(mailbox));
    }

    /**
     * What a holder gets, as {@link RightsPolicy#of}.
     *
     * @param holder or the list: then what all its members get before each one's own defaults are asked for
     */
    UsageRights rights(
            RightsPolicy policy,
            @Nullable UsageRights chosen,
            DefaultRights ofSender,
            String holder,
            DefaultRights ofHolder)
            throws TooManyUsersException {
        return meant(policy.wanted(chosen, ofSender)).intersect(most(policy, holder, ofHolder));
    }

    /** The most that a holder has. */
    UsageRights most(RightsPolicy policy, String holder, DefaultRights ofHolder) throws TooManyUsersException {
        return ofHolder(holder, ofHolder.called()).intersect(meant(policy.atMost()));
    }

    /** Who names too many in his own defaults keeps no message from the other members: then it is for him alone. */
    private UsageRights ofHolder(String holder, UsageRights called) {
        try {
            return meant(called);
        } catch (TooManyUsersException e) {
            return called.with(Right.USERS, Set.of(holder));
        }
    }

    /** What somebody means who names the list. */
    UsageRights meant(UsageRights rights) throws TooManyUsersException {
        Set<String> users = rights.get(Right.USERS);
        if (users == null || !users.contains(mailbox)) {
            return rights;
        }
        Set<String> people = new HashSet<>(users);
        people.remove(mailbox);
        people.addAll(holders);
        if (people.size() > MOST_USERS) {
            throw new TooManyUsersException();
        }
        return rights.with(Right.USERS, people);
    }
}
