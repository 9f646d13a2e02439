package org.ssms.web.live;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Optional;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageStored;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.MessageId;
import org.ssms.web.MessageJson;

/**
 * Shows a stored message on the open pages of its owner. The subscription is not durable: a page that is not open reads
 * the mailbox when it opens.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = MessageStored.TOPIC),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "NonDurable")
        })
public class MessageStoredListener implements MessageListener {
    @Inject
    private Mailboxes mailboxes;

    @Inject
    private LiveMessages live;

    @Resource
    private MessageDrivenContext context;

    @Override
    public void onMessage(Message stored) {
        try {
            String mailbox = stored.getStringProperty(MessageStored.MAILBOX);
            MessageId id = MessageId.parse(stored.getStringProperty(MessageStored.MESSAGE_ID));
            Optional<MessageView> message = mailboxes.message(mailbox, id);
            if (message.isPresent()) {
                live.publish(mailbox, MessageJson.of(message.get()));
            } else {
                // the topic may commit a moment before the database: have it delivered once more
                context.setRollbackOnly();
            }
        } catch (JMSException e) {
            throw new EJBException("unreadable MessageStored", e);
        }
    }
}
