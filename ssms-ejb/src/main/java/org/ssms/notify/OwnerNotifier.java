package org.ssms.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.RejectedExecutionException;
import org.ssms.greeting.GreetingChange;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.Mailboxes;

/**
 * Writes to owners of mailboxes what was done, or tried, with the ways into them and with what callers hear there. Does
 * nothing unless {@code ssms.mail.enabled} is true. Thread-safe.
 */
@ApplicationScoped
public class OwnerNotifier {
    private static final Logger LOG = System.getLogger(OwnerNotifier.class.getName());

    @Resource(lookup = "java:jboss/mail/ssms")
    private Session session;

    @Resource
    private ManagedExecutorService executor;

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
        PIN_SET("pin", "calls"),
        PIN_REMOVED("pin", "calls"),
        PIN_GUESSED("pin", "calls"),
        PASSWORD_SET("password", "calls"),
        PASSWORD_RESET("password", "calls"),
        PHONE_PASSWORD_SET("phone-password", "calls"),
        GREETING_SET("greeting", "greetings"),
        GREETING_REMOVED("greeting", "greetings");

        private final String about;
        private final String page;

        Notice(String about, String page) {
            this.about = about;
            this.page = page;
        }

        /** Its name in the interface, and of its words. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The same as {@link #tell}, for who has done already what the mail is about: waits for nobody and fails never.
     * A mail that is not sent is in the log.
     */
    public void tellSoon(String owner, Notice notice) {
        try {
            executor.execute(() -> {
                try {
                    if (!tell(owner, notice)) {
                        failed(owner, notice, "too many of that kind in an hour");
                    }
                } catch (MessagingException | RuntimeException e) {
                    failed(owner, notice, String.valueOf(e.getMessage()));
                }
            });
        } catch (RejectedExecutionException e) {
            failed(owner, notice, "too much to do");
        }
    }

    void greetingChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) GreetingChange change) {
        tellSoon(change.mailbox(), change.removed() ? Notice.GREETING_REMOVED : Notice.GREETING_SET);
    }

    private static void failed(String owner, Notice notice, String problem) {
        LOG.log(Level.WARNING, "SSMS-5003 {0} was not told by mail of {1}: {2}", owner, notice.text(), problem);
    }

    /**
     * Sends a mail, or none where there is nobody to write to. Waits for the mail server.
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
        ResourceBundle words =
                ResourceBundle.getBundle(MessageWords.BUNDLE, reader.language(), OwnerNotifier.class.getClassLoader());
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
                %s%s.xhtml
                """.formatted(
                                words.getString("notice." + notice.text() + ".text"),
                                time,
                                words.getString("notice." + notice.about + ".else"),
                                base.endsWith("/") ? base : base + "/",
                                notice.page),
                UTF_8.name());
        mail.saveChanges();
        return mail;
    }
}
