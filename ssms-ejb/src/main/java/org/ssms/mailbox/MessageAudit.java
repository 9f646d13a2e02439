package org.ssms.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.IdentitySource;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.RecordingTicket;

/** Writes down what happened to a message, in the transaction in which it happened or in one of its own. */
@Stateless
public class MessageAudit {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private Clock clock;

    /**
     * Records an event of a recording.
     *
     * @param at when it happened, which may be before now
     */
    public void add(RecordingTicket ticket, MessageEventType type, Instant at) {
        entities.persist(new MessageEvent(ticket.messageId(), ticket.keyId(), ticket.dialog(), type, at));
    }

    /**
     * Records that the license server has the key of a recording, and who calls as far as that is known. The only place
     * where the identity behind an anonymous call is kept.
     *
     * @param source where the caller's address in the ticket comes from
     * @param auditedAddress the asserted identity that the caller withholds from the listener, or null
     */
    public void keyDeposited(
            RecordingTicket ticket, Instant at, IdentitySource source, @Nullable String auditedAddress) {
        MessageEvent event = new MessageEvent(
                ticket.messageId(), ticket.keyId(), ticket.dialog(), MessageEventType.KEY_DEPOSITED, at);
        event.callerIs(source, auditedAddress);
        entities.persist(event);
    }

    /**
     * Where the address of a recording's caller comes from, as {@link #keyDeposited} was told; else it is only claimed.
     */
    public IdentitySource callerSource(MessageId id) {
        return entities.createQuery(
                        "select e.callerSource from MessageEvent e where e.messageId = :id and e.type = :type"
                                + " and e.callerSource is not null order by e.number",
                        IdentitySource.class)
                .setParameter("id", id.value())
                .setParameter("type", MessageEventType.KEY_DEPOSITED)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(IdentitySource.FROM);
    }

    /** Records that a reader was written to at this moment; does nothing when there is no such message. */
    public void notified(MessageId id, String reader) {
        Message message = entities.find(Message.class, id.value());
        if (message != null) {
            MessageEvent event =
                    new MessageEvent(id, message.keyId(), message.dialog(), MessageEventType.NOTIFIED, clock.instant());
            event.readerIs(reader);
            entities.persist(event);
        }
    }

    public boolean isNotified(MessageId id, String reader) {
        return entities.createQuery(
                                "select count(e) from MessageEvent e where e.messageId = :id and e.type = :type"
                                        + " and (e.reader is null or e.reader = :reader)",
                                Long.class)
                        .setParameter("id", id.value())
                        .setParameter("type", MessageEventType.NOTIFIED)
                        .setParameter("reader", reader)
                        .getSingleResult()
                > 0;
    }
}
