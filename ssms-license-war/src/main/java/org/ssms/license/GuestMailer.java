package org.ssms.license;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Guests.Outgoing;
import org.ssms.license.guest.GuestConfig;
import org.ssms.license.guest.GuestLetter;
import org.ssms.license.guest.MailboxFiles;
import org.ssms.license.guest.MailedFile;

/**
 * Sends the mails to guests, by one thread of its own: no request waits for the mail server, and none that asks for a
 * code waits for the database, so that nobody learns by the time whether an invitation exists. What the mail server
 * does not take stays in the database and is tried again.
 */
@Singleton
@Startup
@DependsOn("LicenseServer")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class GuestMailer {
    private static final Logger LOG = System.getLogger(GuestMailer.class.getName());
    private static final int QUESTIONS = 1000;
    private static final String PATIENCE_MILLIS = "5000";

    @Resource(lookup = "java:jboss/mail/ssms")
    private Session session;

    @Resource
    private ManagedScheduledExecutorService timer;

    @EJB
    private Guests guests;

    @Inject
    private LicenseConfig config;

    @Inject
    private Clock clock;

    private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(QUESTIONS);
    private @Nullable Future<?> running;

    /** Each outage is told once. */
    private volatile boolean failing;

    private record Question(UUID invitation, String address) {}

    @PostConstruct
    void begin() {
        Properties limits = session.getProperties();
        for (String what : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            limits.putIfAbsent("mail.smtp." + what, PATIENCE_MILLIS); // else it would wait without end
        }
        if (config.guests().enabled()) {
            running = timer.scheduleWithFixedDelay(this::work, 1, 1, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void end() {
        if (running != null) {
            running.cancel(true);
        }
    }

    /**
     * Somebody wants a code mailed. What comes of it only the guest learns.
     *
     * @return false: too many want one at this moment
     */
    @Lock(LockType.READ)
    public boolean ask(UUID invitation, String address) {
        return running == null || questions.offer(new Question(invitation, address));
    }

    private void work() {
        try {
            for (Question next = questions.poll(); next != null; next = questions.poll()) {
                guests.ask(next.invitation(), next.address());
            }
            for (UUID mail : guests.due()) {
                send(mail);
            }
        } catch (MessagingException | RuntimeException e) { // else it would never run again
            tell(e);
        }
    }

    /** @throws MessagingException when the mail server takes no mails at all */
    private void send(UUID mailId) throws MessagingException {
        Optional<Outgoing> taken = take(mailId);
        if (taken.isEmpty()) {
            return;
        }
        GuestConfig settings = config.guests();
        GuestLetter letter = taken.get().letter();
        try {
            MailedFile file = fileOf(taken.get(), settings);
            Transport.send(letter.render(session, settings.from(), settings.webUrl(), clock.instant(), file));
            guests.sent(mailId);
            failing = false;
        } catch (SendFailedException | AddressException | IOException | RuntimeException e) { // this one only
            tell(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops: the next start sends it
        }
    }

    private static MailedFile fileOf(Outgoing mail, GuestConfig settings) throws IOException, InterruptedException {
        if (mail.session() == null || !settings.attaches()) {
            return new MailedFile.None();
        }
        MailboxFiles files = new MailboxFiles(settings.mailbox(), settings.largestAttachment());
        return files.fetch(mail.messageId(), mail.session().token());
    }

    private Optional<Outgoing> take(UUID mailId) {
        try {
            return guests.take(mailId);
        } catch (RuntimeException e) { // this one only, unless the database is away: then the next call says so
            tell(e);
            guests.postpone(mailId);
            return Optional.empty();
        }
    }

    private void tell(Exception failure) {
        if (!failing) {
            LOG.log(Level.WARNING, "SSMS-4008 a mail to a guest could not be sent yet: {0}", failure.getMessage());
        }
        failing = true;
    }
}
