package org.ssms.location;

import jakarta.persistence.EntityManager;
import java.util.List;

/** Statements on the table of the subscribers, whose entity belongs to {@link org.ssms.mailbox}. */
final class SubscriberRows {
    private SubscriberRows() {}

    /**
     * Waits until no other transaction changes anything of this subscriber, and keeps others out until the end of this one.
     *
     * @return whether there is such a subscriber
     */
    static boolean lock(EntityManager entities, String subscriber) {
        List<?> rows = entities.createNativeQuery("select username from mailbox where username = ?1 for update")
                .setParameter(1, subscriber)
                .getResultList();
        return !rows.isEmpty();
    }
}
