package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.sun.net.httpserver.HttpServer;
import jakarta.ejb.EJBException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.client.LicenseServerClient;
import org.ssms.mailbox.MailFolder;
import org.ssms.mailbox.MailFolders;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.MessageWithContent;
import org.ssms.mailbox.ProtectedContent;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.ServiceKey;
import org.ssms.web.live.LiveMessages;
import org.ssms.web.mail.mime.MailWriter;

/** What the desk makes of what the mailbox and the license server say. */
@Timeout(60) // a defect here may wait for ever
class MailDeskTest {
    @TempDir
    Path folder;

    private final List<MessageWithContent> messages = new ArrayList<>();
    private final Set<MessageId> held = new HashSet<>();
    private final Set<MessageId> saved = new HashSet<>();
    private final List<Set<MessageId>> gone = new ArrayList<>();
    private final List<String> marked = new ArrayList<>();
    private final TreeMap<Long, MailFolder.Wanted> numbers = new TreeMap<>();
    private Locale language = Locale.ENGLISH;
    private volatile int status = 200;
    private boolean isGone;
    private int races;
    private long nextNumber = 1;
    private long seconds;
    private final AtomicInteger questions = new AtomicInteger();
    private final Semaphore isAsked = new Semaphore(0);
    /** Before it no question is answered. */
    private volatile CountDownLatch goOn = new CountDownLatch(0);

    private HttpServer licenses;
    private final MailDesk desk = new MailDesk() {
        @Override
        MailWriter writer() {
            return new MailWriter(FakeDesk.CONFIG, "localhost");
        }

        @Override
        long nanoTime() {
            return TimeUnit.SECONDS.toNanos(seconds);
        }
    };

    @BeforeEach
    void start() throws Exception {
        licenses = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        licenses.createContext("/", exchange -> {
            questions.incrementAndGet();
            isAsked.release();
            awaitGoOn();
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String json = "{\"held\":[" + ids(held, asked) + "],\"saved\":[" + ids(saved, asked) + "]}";
            byte[] answer = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        licenses.start();
        inject("mailboxes", new FakeMailboxes());
        inject("folders", new FakeFolders());
        inject(
                "licenses",
                new LicenseServerClient(
                        URI.create("http://127.0.0.1:" + licenses.getAddress().getPort() + "/license/v1"),
                        ServiceKey.parse("c2VydmljZS1rZXktZm9yLXRlc3Rz"),
                        Duration.ofSeconds(20),
                        null));
    }

    private void awaitGoOn() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ids(Set<MessageId> those, String asked) {
        return String.join(
                ",",
                those.stream()
                        .map(id -> '"' + id.value() + '"')
                        .filter(asked::contains)
                        .toList());
    }

    private void inject(String name, Object value) throws ReflectiveOperationException {
        Field field = MailDesk.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(desk, value);
    }

    @AfterEach
    void stop() {
        licenses.stop(0);
    }

    private MessageId add(int number, boolean isHeld, boolean isSaved) throws IOException {
        MessageView view = FakeDesk.view(number, "sip:bob@example.org", "");
        Path file = Files.write(folder.resolve(number + ".mp4"), new byte[100]);
        messages.add(new MessageWithContent(view, new ProtectedContent(file, 100, "")));
        if (isHeld) {
            held.add(view.id());
        }
        if (isSaved) {
            saved.add(view.id());
        }
        return view.id();
    }

    @Test
    void what_may_be_saved_is_attached_and_what_is_held_no_more_is_no_mail() throws Exception {
        add(1, true, true);
        add(2, true, false);
        MessageId recalled = add(3, false, true);
        Folder folder = desk.look("alice");
        assertThat(folder.mails()).extracting(Mail::uid).containsExactly(1L, 2L);
        assertThat(folder.mails()).extracting(mail -> mail.write().isAttached()).containsExactly(true, false);
        assertThat(gone).containsExactly(Set.of(recalled));
    }

    @Test
    void a_mail_whose_octets_would_be_others_is_not_given_under_its_number() throws Exception {
        MessageId changed = add(1, true, true);
        MessageId same = add(2, true, true);
        desk.look("alice");
        assertThat(desk.mails("alice", Set.of(1L, 2L, 9L)))
                .extracting(Mail::message)
                .containsExactly(changed, same);
        saved.remove(changed);
        assertThat(desk.mails("alice", Set.of(1L, 2L)))
                .extracting(Mail::message)
                .containsExactly(same);
        language = Locale.GERMAN;
        assertThat(desk.mails("alice", Set.of(1L, 2L))).isEmpty();
        desk.look("alice");
        assertThat(desk.mails("alice", Set.of(3L, 4L))).hasSize(2);
        held.clear();
        assertThat(desk.mails("alice", Set.of(3L, 4L))).isEmpty();
    }

    @Test
    void without_the_license_server_nothing_is_known() throws Exception {
        add(1, true, true);
        status = 503;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        seconds += 5;
        status = 401;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        assertThat(numbers).isEmpty();
        status = 200;
        desk.look("alice");
        status = 500;
        assertThatThrownBy(() -> desk.mails("alice", Set.of(1L))).isInstanceOf(MailUnavailableException.class);
        messages.clear();
        assertThat(desk.look("alice").mails()).isEmpty();
    }

    /** Each question may take its whole timeout, and there are ten workers for all owners. */
    @Test
    void a_license_server_that_does_not_answer_is_asked_again_after_a_pause_only() throws Exception {
        add(1, true, true);
        status = 503;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        int asked = questions.get();
        assertThat(asked).isPositive();
        seconds += 4;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        assertThatThrownBy(() -> desk.look("bob")).isInstanceOf(MailUnavailableException.class);
        assertThat(questions.get()).isEqualTo(asked);
        seconds += 1;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        assertThat(questions.get()).isGreaterThan(asked);
        status = 200;
        assertThatThrownBy(() -> desk.look("alice")).as("once more").isInstanceOf(MailUnavailableException.class);
        seconds += 5;
        assertThat(desk.look("alice").mails()).hasSize(1);
        assertThat(desk.look("alice").mails()).as("no pause any more").hasSize(1);
    }

    @Test
    void while_one_asks_whether_the_license_server_is_back_the_others_do_not_wait_for_it() throws Exception {
        add(1, true, true);
        status = 503;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        status = 200;
        seconds += 5;
        isAsked.drainPermits();
        goOn = new CountDownLatch(1);
        AtomicReference<Folder> found = new AtomicReference<>();
        Thread first = new Thread(() -> {
            try {
                found.set(desk.look("alice"));
            } catch (MailUnavailableException e) {
                throw new AssertionError(e);
            }
        });
        first.start();
        try {
            assertThat(isAsked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        } finally {
            goOn.countDown();
        }
        first.join();
        assertThat(found.get()).extracting(Folder::mails).asInstanceOf(LIST).hasSize(1);
        assertThat(desk.look("alice").mails()).hasSize(1);
    }

    @Test
    void of_two_who_begin_a_folder_at_once_the_second_sees_the_first() throws Exception {
        add(1, true, true);
        races = 1;
        assertThat(desk.look("alice").mails()).hasSize(1);
        races = 2;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
    }

    /** The account of a client that is still here was deleted a moment ago. */
    @Test
    void nothing_is_seen_of_a_mailbox_whose_owner_is_gone() throws Exception {
        add(1, true, true);
        desk.look("alice");
        isGone = true;
        assertThatThrownBy(() -> desk.look("alice")).isInstanceOf(MailUnavailableException.class);
        assertThatThrownBy(() -> desk.mails("alice", Set.of(1L))).isInstanceOf(MailUnavailableException.class);
    }

    @Test
    void open_pages_are_told_of_what_is_heard_now_and_was_not() throws Exception {
        MessageId id = add(1, true, true);
        List<String> told = new ArrayList<>();
        LiveMessages live = new LiveMessages();
        live.watch(told::add);
        inject("live", live);
        desk.seen("alice", id, false);
        assertThat(told).isEmpty();
        desk.seen("alice", id, true);
        desk.seen("alice", id, true);
        assertThat(told).containsExactly("alice");
        desk.seen("alice", id, false);
        assertThat(told).containsExactly("alice", "alice");
        desk.seen("alice", FakeDesk.view(2, "sip:bob@example.org", "").id(), true);
        assertThat(told).hasSize(2);
        assertThat(marked).containsExactly("heard " + id, "new " + id);
    }

    private final class FakeMailboxes extends Mailboxes {
        @Override
        public List<MessageWithContent> withContent(String owner) {
            return List.copyOf(messages);
        }

        @Override
        public Optional<MessageView> message(String owner, MessageId id) {
            MessageState state =
                    marked.isEmpty() || marked.get(marked.size() - 1).startsWith("new")
                            ? MessageState.NEW
                            : MessageState.HEARD;
            return messages.stream()
                    .map(MessageWithContent::message)
                    .filter(view -> view.id().equals(id))
                    .map(view -> FakeDesk.in(state, view))
                    .findFirst();
        }

        @Override
        public void markHeard(String owner, MessageId id) {
            marked.add("heard " + id);
        }

        @Override
        public void markNew(String owner, MessageId id) {
            marked.add("new " + id);
        }

        @Override
        public Optional<MailReader> reader(String owner) {
            return isGone ? Optional.empty() : Optional.of(new MailReader(owner + "@localhost", language));
        }
    }

    /** Each mail that is wanted gets the next number once. */
    private final class FakeFolders extends MailFolders {
        @Override
        public MailFolder bring(String reader, List<MailFolder.Wanted> wanted, Set<MessageId> without) {
            if (races > 0) {
                races--;
                throw new EJBException("somebody else was faster");
            }
            gone.add(without);
            numbers.values().removeIf(known -> !wanted.contains(known));
            for (MailFolder.Wanted next : wanted) {
                if (!numbers.containsValue(next)) {
                    numbers.put(nextNumber, next);
                    nextNumber++;
                }
            }
            return new MailFolder(
                    1,
                    nextNumber,
                    numbers.entrySet().stream()
                            .map(one -> new MailFolder.Mail(
                                    one.getKey(), one.getValue().message(), false))
                            .toList());
        }

        @Override
        public SortedMap<Long, MailFolder.Wanted> present(String reader, Collection<Long> uids) {
            TreeMap<Long, MailFolder.Wanted> present = new TreeMap<>(numbers);
            present.keySet().retainAll(uids);
            return present;
        }
    }
}
