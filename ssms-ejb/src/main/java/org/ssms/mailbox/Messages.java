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
import java.util.List;
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
     * In one transaction: the message, its audit and the JMS message {@link MessageStored}, of a list one for each
     * member; all of them or none. A message that is already stored stays as it is, and nobody is told a second time.
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
        ticket.members().forEach(member -> entities.persist(new Delivery(ticket.messageId(), member)));
        audit.add(ticket, MessageEventType.PROTECTED, protectedAt);
        audit.add(ticket, MessageEventType.STORED, clock.instant());
        List<String> readers = ticket.members().isEmpty() ? List.of(ticket.mailbox()) : ticket.members();
        readers.forEach(reader -> tell(ticket.messageId(), reader));
        return true;
    }

    private void tell(MessageId id, String reader) {
        jms.createProducer()
                .setProperty(MessageStored.MESSAGE_ID, id.value())
                .setProperty(MessageStored.MAILBOX, reader)
                .send(stored, jms.createMessage());
    }

    /** What a notification may say to a reader of a message; empty when there is no such message for him. */
    public Optional<MessageNotice> notice(MessageId id, String reader) {
        Mailbox mailbox = entities.find(Mailbox.class, reader);
        return mailbox == null || mailbox.isList()
                ? Optional.empty()
                : ReadersMessage.find(entities, reader, id)
                        .map(message ->
                                new MessageNotice(message.view(), reader, mailbox.mailAddress(), mailbox.language()));
    }
}
