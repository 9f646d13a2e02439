package org.ssms.location;

import jakarta.persistence.EntityManager;

/** Statements on the table of the subscribers, whose entity belongs to {@link org.ssms.mailbox}. */
final class SubscriberRows {
    private SubscriberRows() {}

    /**
     * Waits until no other transaction changes anything of this subscriber, and keeps others out until the end of this
     * one.
     *
     * @return whether there is such a subscriber
     */
    static boolean lock(EntityManager entities, String subscriber) {
        return lock(entities, subscriber, "select username from mailbox where username = ?1 for update");
    }

    /** The same of one who may have phones: a list has none. */
    static boolean lockPerson(EntityManager entities, String subscriber) {
        return lock(
                entities, subscriber, "select username from mailbox where username = ?1 and not is_list for update");
    }

    private static boolean lock(EntityManager entities, String subscriber, String statement) {
        return !entities.createNativeQuery(statement)
                .setParameter(1, subscriber)
                .getResultList()
                .isEmpty();
    }
}
