package org.ssms.mailbox;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/**
 * A message as one reader has it.
 *
 * @param delivery to this member of the list for which it was left; null: it lies in the reader's own mailbox
 */
record ReadersMessage(Message message, @Nullable Delivery delivery) {
    /** In the caller's transaction; empty when there is no such message, or it was left for somebody else. */
    static Optional<ReadersMessage> find(EntityManager entities, String reader, MessageId id) {
        return entities.createQuery(
                        "select m, d from Message m left join Delivery d on d.message = m.id and d.reader = :reader"
                                + " where m.id = :id",
                        Object[].class)
                .setParameter("reader", reader)
                .setParameter("id", id.value())
                .getResultStream()
                .map(ReadersMessage::of)
                .filter(found -> found.delivery != null || found.message.belongsTo(reader))
                .findFirst();
    }

    /** @param row the message, and null or its delivery */
    static ReadersMessage of(Object[] row) {
        return new ReadersMessage((Message) row[0], (Delivery) row[1]);
    }

    /** Whether nobody but the list itself, which is nobody, has it. */
    boolean isOfListAlone() {
        return delivery == null && message.mailbox().isList();
    }

    MessageView view() {
        return delivery == null
                ? message.view()
                : message.view(delivery.state(), message.mailbox().user());
    }

    void heard() {
        if (delivery == null) {
            message.heard();
        } else {
            delivery.heard();
        }
    }

    void unheard() {
        if (delivery == null) {
            message.unheard();
        } else {
            delivery.unheard();
        }
    }

    void delete(Instant at) {
        if (delivery == null) {
            message.delete(at);
        } else {
            delivery.delete(at);
        }
    }

    void restore() {
        if (delivery == null) {
            message.restore();
        } else {
            delivery.restore();
        }
    }
}
