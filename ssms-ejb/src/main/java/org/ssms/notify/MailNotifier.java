package org.ssms.notify;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Clock;
import java.util.Optional;
import org.ssms.identity.IdentityConfig;
import org.ssms.mailbox.MessageAudit;
import org.ssms.mailbox.MessageNotice;
import org.ssms.mailbox.MessageStored;
import org.ssms.mailbox.Messages;
import org.ssms.protect.key.MessageId;

/**
 * Turns "message stored" into an e-mail, of a list into one for each member. The audit says whether that was done
 * before, so a redelivered message does no harm. A failure rolls back; the broker tries again and at last dead-letters.
 * Does nothing unless {@code ssms.mail.enabled} is true.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = MessageStored.TOPIC),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
            @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "mail"),
            @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "true")
        })
public class MailNotifier implements MessageListener {
    private static final System.Logger LOG = System.getLogger(MailNotifier.class.getName());

    @Resource(lookup = "java:jboss/mail/ssms")
    private Session session;

    @Inject
    private MailConfig config;

    @Inject
    private IdentityConfig identity;

    @Inject
    private Clock clock;

    @Inject
    private Messages messages;

    @Inject
    private MessageAudit audit;

    @Inject
    private MailQuota quota;

    @Override
    public void onMessage(Message stored) {
        if (!config.enabled()) {
            return;
        }
        try {
            notifyReader(
                    MessageId.parse(stored.getStringProperty(MessageStored.MESSAGE_ID)),
                    stored.getStringProperty(MessageStored.MAILBOX));
        } catch (JMSException e) {
            throw new EJBException("unreadable MessageStored", e);
        }
    }

    private void notifyReader(MessageId id, String reader) {
        Optional<MessageNotice> notice = messages.notice(id, reader);
        if (notice.isEmpty() || audit.isNotified(id, reader)) {
            return;
        }
        if (!quota.hasLeft(reader)) {
            return; // the message is in the mailbox all the same
        }
        try {
            Transport.send(new NotificationMail(identity.domain(), config, clock).render(notice.get(), session));
            audit.notified(id, reader);
            quota.sent(reader);
        } catch (MessagingException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-5001 no mail about message {0} yet: {1}", id, e.getMessage());
            throw new EJBException("mail was not taken", e);
        }
    }
}
