package org.ssms.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.Mailboxes;

/**
 * Writes to owners of mailboxes what was done, or tried, with the ways into them. Waits for the mail server. Does
 * nothing unless {@code ssms.mail.enabled} is true.
 */
@ApplicationScoped
public class OwnerNotifier {
    @Resource(lookup = "java:jboss/mail/ssms")
    private Session session;

    @Inject
    private MailConfig config;

    @Inject
    private NoticeQuota quota;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private Clock clock;

    /** What an owner is told. */
    public enum Notice {
        PIN_SET,
        PIN_REMOVED,
        PIN_GUESSED;

        /** Its name in the interface, and of its words. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Sends a mail, or none where there is nobody to write to.
     *
     * @return false: not sent, as its owner got too many of that kind in an hour
     * @throws MessagingException when the mail server does not take it
     */
    public boolean tell(String owner, Notice notice) throws MessagingException {
        Optional<MailReader> reader = mailboxes.reader(owner);
        if (!config.enabled() || reader.isEmpty()) {
            return true;
        }
        if (!quota.hasLeft(owner, notice)) {
            return false;
        }
        Transport.send(render(reader.get(), notice, session, config, clock));
        quota.sent(owner, notice);
        return true;
    }

    static MimeMessage render(MailReader reader, Notice notice, Session session, MailConfig config, Clock clock)
            throws MessagingException {
        ResourceBundle words = ResourceBundle.getBundle(
                NotificationMail.BUNDLE, reader.language(), OwnerNotifier.class.getClassLoader());
        String time = DateTimeFormatter.ofPattern(words.getString("pattern"), reader.language())
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        String base = config.webUrl().toString();
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(config.from(), true));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(reader.mailAddress(), true));
        mail.setSubject(words.getString("notice." + notice.text()), UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(
                """
                %s
                %s

                %s
                %scalls.xhtml
                """.formatted(
                                words.getString("notice." + notice.text() + ".text"),
                                time,
                                words.getString("notice.else"),
                                base.endsWith("/") ? base : base + "/"),
                UTF_8.name());
        mail.saveChanges();
        return mail;
    }
}
