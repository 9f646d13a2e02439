package org.ssms.mailbox;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.FinishedRecording;
import org.ssms.protect.recording.RecordingTicket;

/** Puts a finished recording into its mailbox. */
@Stateless
public class Messages {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    @JMSConnectionFactory("java:/JmsXA")
    private JMSContext jms;

    @Resource(lookup = MessageStored.TOPIC)
    private Topic stored;

    @Inject
    private MessageAudit audit;

    @Inject
    private Clock clock;

    /**
     * In one transaction: the message, its audit and the JMS message {@link MessageStored}; all of them or none. A
     * message that is already stored stays as it is, and nobody is told a second time.
     *
     * @param protectedAt when the protected files were complete
     * @return whether it was stored now and not before
     */
    public boolean store(FinishedRecording recording, Instant protectedAt) {
        RecordingTicket ticket = recording.ticket();
        if (entities.find(Message.class, ticket.messageId().value()) != null) {
            return false;
        }
        Mailbox mailbox = entities.find(Mailbox.class, ticket.mailbox());
        if (mailbox == null) {
            throw new EJBException("the mailbox of message " + ticket.messageId() + " is gone");
        }
        entities.persist(new Message(recording, mailbox, audit.callerSource(ticket.messageId())));
        audit.add(ticket, MessageEventType.PROTECTED, protectedAt);
        audit.add(ticket, MessageEventType.STORED, clock.instant());
        jms.createProducer()
                .setProperty(MessageStored.MESSAGE_ID, ticket.messageId().value())
                .setProperty(MessageStored.MAILBOX, ticket.mailbox())
                .send(stored, jms.createMessage());
        return true;
    }

    /** What a notification may say of a message, whoever its owner is; empty when there is no such message. */
    public Optional<MessageNotice> notice(MessageId id) {
        return Optional.ofNullable(entities.find(Message.class, id.value()))
                .map(m -> new MessageNotice(
                        m.view(),
                        m.mailbox().user(),
                        m.mailbox().mailAddress(),
                        m.mailbox().language()));
    }
}
