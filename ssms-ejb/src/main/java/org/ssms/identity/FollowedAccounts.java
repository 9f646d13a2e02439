package org.ssms.identity;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far this node's database has come after the accounts. A mark is set when everything is done, so what was broken
 * off is done again.
 */
@Stateless
public class FollowedAccounts {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private Clock clock;

    /** The names of deleted accounts of which nothing is left here. */
    public Set<String> cleared() {
        return new HashSet<>(entities.createQuery(
                        "select f.username from FollowedAccount f where f.clearedAt is not null", String.class)
                .getResultList());
    }

    /** Nothing is left of that one. */
    public void setCleared(String username) {
        row(username).cleared(clock.instant());
    }

    /** The version of an account after the last reset that was followed; 0: none was. */
    public long resetVersion(String username) {
        @Nullable FollowedAccount found = entities.find(FollowedAccount.class, username);
        return found == null ? 0 : found.resetVersion();
    }

    /** The reset that gave an account that version was followed. */
    public void setReset(String username, long version) {
        row(username).reset(version);
    }

    private FollowedAccount row(String username) {
        @Nullable FollowedAccount found = entities.find(FollowedAccount.class, username);
        if (found != null) {
            return found;
        }
        FollowedAccount row = new FollowedAccount(username);
        entities.persist(row);
        return row;
    }
}
