package org.ssms.web.mail;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.LoginResult;
import org.ssms.identity.IdentityConfig;
import org.ssms.mailbox.MailFolder;
import org.ssms.mailbox.MailFolders;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageWithContent;
import org.ssms.notify.MailConfig;
import org.ssms.protect.key.MessageId;
import org.ssms.web.MessageJson;
import org.ssms.web.live.LiveMessages;
import org.ssms.web.mail.mime.MailWriter;

/**
 * What mail clients want of the mailbox: who is who says the license server's accounts; what is there and what may be
 * saved, the mailbox and the license server. Every method blocks for them. May be used by several threads.
 */
@Dependent
public class MailDesk {
    private static final System.Logger LOG = System.getLogger(MailDesk.class.getName());

    private static final String SUBSCRIBER = "subscriber";
    /** When accounts cannot be read. */
    private static final Login AWAY = new Login.Later(10);
    /** Between two questions to a license server that does not answer: each may keep a worker for its whole timeout. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private MailFolders folders;

    @Inject
    private LicenseServerClient licenses;

    @Inject
    private MailConfig config;

    @Inject
    private IdentityConfig identity;

    @Inject
    private LiveMessages live;

    /** Null: the license server has answered since. */
    private final AtomicReference<@Nullable Unanswered> unanswered = new AtomicReference<>();

    /** When the license server was asked last, or did not answer. */
    private record Unanswered(long nanoTime) {}

    /**
     * Looks at a name and a password, by the rule of all doors.
     *
     * @param password stays the caller's to wipe
     */
    public Login login(InetAddress from, String user, char[] password) {
        try {
            LoginResult result = Doors.passwords().check(Asker.of(Door.MAIL, from), user, password);
            if (result instanceof LoginResult.Wait wait) {
                return new Login.Later(wait.seconds());
            }
            return result instanceof LoginResult.Right right && hasMailbox(right.name())
                    ? new Login.Opened(new MailAccount(
                            right.name(), Doors.stillGood(right.name(), right.version()), System::nanoTime))
                    : new Login.Wrong();
        } catch (IllegalStateException | EJBException e) {
            return AWAY;
        }
    }

    private boolean hasMailbox(String name) {
        return Doors.accounts().rolesOf(name).contains(SUBSCRIBER)
                && mailboxes.reader(name).isPresent();
    }

    /** All mails of somebody now, after he has been given what is new. */
    public Folder look(String owner) throws MailUnavailableException {
        return asked(() -> {
            List<MessageWithContent> messages = mailboxes.withContent(owner);
            Map<Long, Mail> mails = new LinkedHashMap<>();
            Licensed licensed = licensed(owner, messages);
            List<MailFolder.Wanted> wanted = licensed.messages().stream()
                    .map(message -> new MailFolder.Wanted(message.message().id(), licensed.form(message)))
                    .toList();
            Set<MessageId> gone = messages.stream()
                    .map(message -> message.message().id())
                    .filter(id -> !licensed.saved.containsKey(id))
                    .collect(Collectors.toSet());
            MailFolder folder = bring(owner, wanted, gone);
            Map<MessageId, MessageWithContent> byId = licensed.byId();
            for (MailFolder.Mail mail : folder.mails()) {
                MessageWithContent message = byId.get(mail.message());
                if (message != null) { // else it came a moment later, and is new at the next look
                    mails.put(mail.uid(), licensed.mail(mail.uid(), mail.isMarked(), message));
                }
            }
            return new Folder(folder.uidValidity(), folder.uidNext(), List.copyOf(mails.values()));
        });
    }

    /** Those of these mails of somebody that are still what they were. */
    public List<Mail> mails(String owner, Set<Long> uids) throws MailUnavailableException {
        return asked(() -> {
            Map<Long, MailFolder.Wanted> present = folders.present(owner, uids);
            Set<MessageId> ids =
                    present.values().stream().map(MailFolder.Wanted::message).collect(Collectors.toSet());
            Licensed licensed = licensed(
                    owner,
                    mailboxes.withContent(owner).stream()
                            .filter(message -> ids.contains(message.message().id()))
                            .toList());
            Map<MessageId, MessageWithContent> byId = licensed.byId();
            List<Mail> mails = new ArrayList<>();
            present.forEach((uid, wanted) -> {
                MessageWithContent message = byId.get(wanted.message());
                if (message != null && licensed.form(message).equals(wanted.form())) {
                    mails.add(licensed.mail(uid, false, message));
                }
            });
            return mails;
        });
    }

    /** Messages that somebody holds a grant of, and how they are written for him. */
    private record Licensed(
            String owner,
            MailReader reader,
            MailWriter writer,
            List<MessageWithContent> all,
            Map<MessageId, Boolean> saved) {
        List<MessageWithContent> messages() {
            return all.stream()
                    .filter(message -> saved.containsKey(message.message().id()))
                    .toList();
        }

        Map<MessageId, MessageWithContent> byId() {
            return messages().stream()
                    .collect(Collectors.toMap(message -> message.message().id(), one -> one));
        }

        private MailWriter.Wanted wanted(MessageWithContent message) {
            return new MailWriter.Wanted(
                    owner,
                    reader,
                    Boolean.TRUE.equals(saved.get(message.message().id())));
        }

        String form(MessageWithContent message) {
            return writer.form(wanted(message));
        }

        Mail mail(long uid, boolean isMarked, MessageWithContent message) {
            return new Mail(
                    uid,
                    message.message(),
                    isMarked,
                    () -> writer.write(message.message(), message.content(), wanted(message)));
        }
    }

    private Licensed licensed(String owner, List<MessageWithContent> messages)
            throws LicenseServerException, MailUnavailableException {
        Optional<MailReader> reader = mailboxes.reader(owner);
        List<MessageId> ids =
                messages.stream().map(message -> message.message().id()).toList();
        return new Licensed(
                owner,
                reader.orElseThrow(() -> new MailUnavailableException(new IllegalStateException("its owner is gone"))),
                writer(),
                messages,
                held(owner, ids));
    }

    /** While it does not answer, one asks it for all, every few seconds; the others are told at once. */
    private Map<MessageId, Boolean> held(String owner, List<MessageId> ids)
            throws LicenseServerException, MailUnavailableException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Unanswered since = unanswered.get();
        if (since != null && !isMyTurn(since)) {
            throw new MailUnavailableException(new IllegalStateException("the license server does not answer"));
        }
        try {
            Map<MessageId, Boolean> held = licenses.held(owner, ids);
            unanswered.set(null);
            return held;
        } catch (LicenseServerException e) {
            boolean isAway = e.kind() == LicenseServerException.Kind.UNREACHABLE;
            unanswered.set(isAway ? new Unanswered(nanoTime()) : null);
            throw e;
        }
    }

    private boolean isMyTurn(Unanswered since) {
        long now = nanoTime();
        return now - since.nanoTime >= PAUSE_NANOS && unanswered.compareAndSet(since, new Unanswered(now));
    }

    long nanoTime() {
        return System.nanoTime();
    }

    MailWriter writer() {
        return new MailWriter(config, identity.domain());
    }

    private MailFolder bring(String owner, List<MailFolder.Wanted> wanted, Set<MessageId> gone) {
        try {
            return folders.bring(owner, wanted, gone);
        } catch (EJBException race) {
            return folders.bring(owner, wanted, gone); // somebody else began the same folder: now it is seen
        }
    }

    /** A mail was read, or is to be new again; where it was not so before, open pages show it at once. */
    public void seen(String owner, MessageId id, boolean isSeen) throws MailUnavailableException {
        asked(() -> {
            boolean isChange = mailboxes
                    .message(owner, id)
                    .filter(message -> isSeen != (message.state() == MessageState.HEARD))
                    .isPresent();
            if (isChange) {
                if (isSeen) {
                    mailboxes.markHeard(owner, id);
                } else {
                    mailboxes.markNew(owner, id);
                }
                mailboxes.message(owner, id).ifPresent(message -> live.publish(owner, MessageJson.of(message)));
            }
            return id;
        });
    }

    /** Mails are to be deleted when the folder is tidied up, or not. */
    public void mark(String owner, Collection<Long> uids, boolean deleted) throws MailUnavailableException {
        asked(() -> {
            folders.mark(owner, uids, deleted);
            live.changed(owner);
            return uids;
        });
    }

    /** Of these mails of somebody those that are to be deleted when the folder is tidied up. */
    public Set<Long> marked(String owner, Collection<Long> uids) throws MailUnavailableException {
        return asked(() -> folders.marked(owner, uids));
    }

    /** Puts messages to the deleted ones, from where they can be restored; open pages show it at once. */
    public void delete(String owner, Collection<MessageId> messages) throws MailUnavailableException {
        asked(() -> {
            for (MessageId id : messages) {
                mailboxes.delete(owner, id);
                live.remove(owner, id);
            }
            return messages;
        });
    }

    private interface Question<T> {
        T ask() throws LicenseServerException, MailUnavailableException;
    }

    private static <T> T asked(Question<T> question) throws MailUnavailableException {
        try {
            return question.ask();
        } catch (EJBException e) {
            throw new MailUnavailableException(e); // the container has logged it
        } catch (LicenseServerException e) {
            if (e.kind() != LicenseServerException.Kind.UNREACHABLE) {
                LOG.log(ERROR, "SSMS-6105 the license server does not tell us what may be saved: {0}", e.getMessage());
            }
            throw new MailUnavailableException(e);
        }
    }
}
