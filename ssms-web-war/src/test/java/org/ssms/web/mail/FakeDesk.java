package org.ssms.web.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.ProtectedContent;
import org.ssms.notify.MailConfig;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.web.mail.mime.MailWriter;

/** A mailbox in memory, with protected files of noise. Alice's, password {@value #PASSWORD}. */
public class FakeDesk extends MailDesk {
    public static final String PASSWORD = "päss word";
    public static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    public static final MailConfig CONFIG =
            new MailConfig(true, "voicemail@localhost", 30, URI.create("https://localhost:8443"));

    private static final MailReader ALICE = new MailReader("alice@localhost", Locale.ENGLISH);

    /** By number. */
    public final List<Held> held = new ArrayList<>();

    /** What was done, one word and a message or number each. */
    public final List<String> deeds = new ArrayList<>();

    public boolean isAway;
    public boolean isGood = true;
    public long seconds;
    public long uidNext = 1;
    /** Of passwords that were looked at. */
    public int looks;

    /** Whether a password is as long as it was when it was looked at, and what is in it now. */
    public final List<char[]> passwords = new ArrayList<>();

    /** One for each who says that he is "slow", whose password is looked at until {@link #isLookedAt}. */
    public final Semaphore slow = new Semaphore(0);

    public final CountDownLatch isLookedAt = new CountDownLatch(1);

    private final Path folder;

    /** A message that somebody has. */
    public static final class Held {
        public final long uid;
        public final Path file;
        public boolean isSeen;
        public boolean isMarked;
        private final MessageView view;
        private final boolean isAttached;
        private final long length;

        Held(long uid, MessageView view, boolean isAttached, Path file, long length) {
            this.uid = uid;
            this.view = view;
            this.isAttached = isAttached;
            this.file = file;
            this.length = length;
        }

        public MessageId message() {
            return view.id();
        }

        Mail mail() {
            MessageView now = in(isSeen ? MessageState.HEARD : MessageState.NEW, view);
            return new Mail(
                    uid,
                    now,
                    isMarked,
                    () -> new MailWriter(CONFIG, "localhost")
                            .write(
                                    now,
                                    new ProtectedContent(file, length, ""),
                                    new MailWriter.Wanted("alice", ALICE, isAttached)));
        }
    }

    public FakeDesk(Path folder) {
        this.folder = folder;
    }

    /** The same message in that state. */
    static MessageView in(MessageState state, MessageView view) {
        return new MessageView(
                view.id(),
                view.keyId(),
                view.caller(),
                view.callerName(),
                view.callerSource(),
                view.receivedAt(),
                view.length(),
                state,
                view.attestation(),
                view.list());
    }

    /** A message like any other. */
    public static MessageView view(int number, String caller, String name) {
        return new MessageView(
                new MessageId("0123456789abcdefghjkmn%04d".formatted(number)),
                new KeyId(new UUID(1, number)),
                caller,
                name,
                IdentitySource.FROM,
                NOON.plusSeconds(number),
                Duration.ofSeconds(12),
                MessageState.NEW,
                (@Nullable Attestation) null,
                null);
    }

    /** One more message. */
    public Held add(int size, boolean isAttached) {
        try {
            byte[] noise = new byte[size];
            new Random(size).nextBytes(noise);
            Path file = Files.write(folder.resolve(uidNext + ".mp4"), noise);
            Held one = new Held(uidNext, view((int) uidNext, "sip:bob@example.org", "Bob"), isAttached, file, size);
            held.add(one);
            uidNext++;
            return one;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Login login(InetAddress from, String user, char[] password) {
        if (user.equals("slow")) {
            return lookSlowly();
        }
        looks++;
        passwords.add(password);
        if (user.equals("wait")) {
            return new Login.Later(7);
        }
        LongSupplier time = () -> seconds * 1_000_000_000L;
        return user.equals("alice") && new String(password).equals(PASSWORD)
                ? new Login.Opened(new MailAccount(user, () -> isGood, time))
                : new Login.Wrong();
    }

    private Login lookSlowly() {
        slow.release();
        try {
            isLookedAt.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Login.Wrong();
    }

    private void ask() throws MailUnavailableException {
        if (isAway) {
            throw new MailUnavailableException(new IOException("away"));
        }
    }

    @Override
    public Folder look(String owner) throws MailUnavailableException {
        ask();
        return new Folder(4711, uidNext, held.stream().map(Held::mail).toList());
    }

    @Override
    public List<Mail> mails(String owner, Set<Long> uids) throws MailUnavailableException {
        ask();
        return held.stream()
                .filter(one -> uids.contains(one.uid))
                .map(Held::mail)
                .toList();
    }

    @Override
    public void seen(String owner, MessageId id, boolean isSeen) throws MailUnavailableException {
        ask();
        held.stream()
                .filter(one -> one.message().equals(id) && one.isSeen != isSeen)
                .forEach(one -> {
                    deeds.add((isSeen ? "seen " : "new ") + number(id));
                    one.isSeen = isSeen;
                });
    }

    @Override
    public void mark(String owner, Collection<Long> uids, boolean deleted) throws MailUnavailableException {
        ask();
        uids.stream().sorted().forEach(uid -> deeds.add((deleted ? "mark " : "unmark ") + uid));
        held.stream().filter(one -> uids.contains(one.uid)).forEach(one -> one.isMarked = deleted);
    }

    @Override
    public Set<Long> marked(String owner, Collection<Long> uids) throws MailUnavailableException {
        ask();
        return held.stream()
                .filter(one -> one.isMarked && uids.contains(one.uid))
                .map(one -> one.uid)
                .collect(Collectors.toSet());
    }

    @Override
    public void delete(String owner, Collection<MessageId> messages) throws MailUnavailableException {
        ask();
        messages.forEach(id -> deeds.add("delete " + number(id)));
        held.removeIf(one -> messages.contains(one.message()));
    }

    private static int number(MessageId id) {
        return Integer.parseInt(id.value().substring(22));
    }
}
