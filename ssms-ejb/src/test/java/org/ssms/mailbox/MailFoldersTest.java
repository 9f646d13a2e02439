package org.ssms.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.mailbox.TestDatabase.inject;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.protect.key.MessageId;

/** Numbers of mails in a real database. */
class MailFoldersTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String FORM = "0123456789abcdef";
    private static final String OTHER_FORM = "fedcba9876543210";

    private final TestDatabase database = new TestDatabase();
    private MailFolders folders = new MailFolders();

    @BeforeEach
    void open() throws Exception {
        start(NOON);
        for (String user : List.of("alice", "bob")) {
            Mailbox mailbox = new Mailbox(new UserName(user), user + "@localhost");
            database.transaction(() -> database.entities().persist(mailbox));
        }
        database.transaction(() -> database.entities().persist(Mailbox.list(new UserName("sales"))));
    }

    private void start(Instant at) throws ReflectiveOperationException {
        folders = new MailFolders();
        inject(folders, "entities", database.entities());
        inject(folders, "clock", Clock.fixed(at, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private MessageId left(String mailbox, String... members) {
        MessageId id = MessageId.generate(RANDOM);
        database.transaction(() -> {
            database.entities()
                    .createNativeQuery(
                            "insert into message (id, kid, mailbox, caller, caller_name, received_at, samples,"
                                    + " clock_rate, state, manifest_sha256, dialog, protected_size)"
                                    + " values (?1, ?2, ?3, 'sip:eve@example.org', '', ?4, 8000, 8000, 'NEW', '',"
                                    + " 'call', 1)")
                    .setParameter(1, id.value())
                    .setParameter(2, UUID.randomUUID())
                    .setParameter(3, mailbox)
                    .setParameter(4, NOON)
                    .executeUpdate();
            for (String member : members) {
                database.entities().persist(new Delivery(id, member));
            }
        });
        return id;
    }

    private static MailFolder.Wanted wanted(MessageId id) {
        return new MailFolder.Wanted(id, FORM);
    }

    private MailFolder bring(String reader, MessageId... messages) {
        return bring(
                reader,
                Set.of(),
                List.of(messages).stream().map(MailFoldersTest::wanted).toList());
    }

    private MailFolder bring(String reader, Set<MessageId> gone, List<MailFolder.Wanted> wanted) {
        List<MailFolder> folder = new ArrayList<>();
        database.transaction(() -> folder.add(folders.bring(reader, wanted, gone)));
        return folder.get(0);
    }

    private void delete(MessageId id) {
        database.transaction(
                () -> database.entities().find(Message.class, id.value()).delete(NOON));
    }

    private static List<Long> uids(MailFolder folder) {
        return folder.mails().stream().map(MailFolder.Mail::uid).toList();
    }

    @Test
    void numbers_are_given_once_in_order_and_outlive_a_restart() throws Exception {
        MessageId first = left("alice");
        MessageId second = left("alice");
        assertThat(bring("alice").mails()).isEmpty();
        MailFolder folder = bring("alice", first, second);
        assertThat(folder)
                .isEqualTo(new MailFolder(
                        NOON.getEpochSecond(),
                        3,
                        List.of(new MailFolder.Mail(1, first, false), new MailFolder.Mail(2, second, false))));
        start(NOON.plusSeconds(1000));
        assertThat(bring("alice", first, second)).isEqualTo(folder);
        MessageId third = left("alice");
        assertThat(uids(bring("alice", first, second, third))).containsExactly(1L, 2L, 3L);
    }

    /** Nothing is new for this one, as another node has given the number between its two looks. */
    @Test
    void the_next_number_is_greater_than_any_that_is_seen() {
        MessageId first = left("alice");
        MessageId second = left("alice");
        bring("alice", first);
        database.transaction(() -> database.entities()
                .createNativeQuery("insert into mail_entry (reader, uid, message, form, marked)"
                        + " values ('alice', 2, ?1, ?2, false)")
                .setParameter(1, second.value())
                .setParameter(2, FORM)
                .executeUpdate());
        MailFolder folder = bring("alice", first, second);
        assertThat(uids(folder)).containsExactly(1L, 2L);
        assertThat(folder.uidNext()).isEqualTo(3);
    }

    @Test
    void a_deleted_message_loses_its_number_for_good_and_is_another_mail_when_it_is_restored() {
        MessageId first = left("alice");
        MessageId last = left("alice");
        bring("alice", first, last);
        delete(last);
        MailFolder without = bring("alice", first);
        assertThat(uids(without)).containsExactly(1L);
        assertThat(without.uidNext()).isEqualTo(3);
        database.transaction(
                () -> database.entities().find(Message.class, last.value()).restore());
        assertThat(uids(bring("alice", first, last))).containsExactly(1L, 3L);
    }

    @Test
    void another_form_is_another_mail() {
        MessageId first = left("alice");
        MessageId second = left("alice");
        bring("alice", first, second);
        MailFolder folder = bring("alice", Set.of(), List.of(new MailFolder.Wanted(first, OTHER_FORM), wanted(second)));
        assertThat(folder.mails())
                .containsExactly(new MailFolder.Mail(2, second, false), new MailFolder.Mail(3, first, false));
    }

    @Test
    void a_message_that_is_gone_is_no_mail_though_it_is_in_the_mailbox() {
        MessageId recalled = left("alice");
        MessageId kept = left("alice");
        bring("alice", recalled, kept);
        assertThat(uids(bring("alice", Set.of(recalled), List.of(wanted(kept)))))
                .containsExactly(2L);
    }

    @Test
    void what_somebody_else_has_seen_a_moment_later_keeps_its_number() {
        MessageId first = left("alice");
        bring("alice", first);
        MessageId second = left("alice");
        bring("alice", first, second);
        assertThat(uids(bring("alice", first))).as("looked before").containsExactly(1L, 2L);
        assertThat(uids(bring("alice", first, second))).containsExactly(1L, 2L);
    }

    /** As by another mail client, or by phone, after this one has read the mailbox. */
    @Test
    void what_was_deleted_or_is_gone_a_moment_later_gets_no_number() {
        MessageId deleted = left("alice");
        MessageId purged = left("alice");
        MessageId never = left("alice");
        MessageId kept = left("alice");
        bring("alice", deleted, purged);
        delete(deleted);
        database.transaction(() -> database.entities()
                .createNativeQuery("delete from message where id in (?1, ?2)")
                .setParameter(1, purged.value())
                .setParameter(2, never.value())
                .executeUpdate());
        MailFolder folder = bring("alice", deleted, purged, never, kept);
        assertThat(folder.mails()).containsExactly(new MailFolder.Mail(3, kept, false));
        assertThat(folder.uidNext()).isEqualTo(4);
    }

    @Test
    void of_a_reader_who_is_gone_nothing_is_left() {
        MessageId shared = left("sales", "alice", "bob");
        bring("alice", shared);
        bring("bob", shared);
        database.transaction(() -> folders.forget("alice"));
        database.transaction(() -> folders.forget("alice"));
        assertThat(readers("mail_folder")).containsExactly("bob");
        assertThat(readers("mail_entry")).containsExactly("bob");
    }

    /** A client has looked at the mailbox just before its owner was deleted, and asks for numbers behind it. */
    @Test
    void nothing_comes_back_of_a_reader_who_is_gone() {
        MessageId first = left("alice");
        MessageId second = left("alice");
        bring("alice", first);
        database.transaction(() -> {
            database.entities().find(Mailbox.class, "alice").forgetAddress();
            folders.forget("alice");
        });
        MailFolder folder = bring("alice", first, second);
        assertThat(folder.mails()).isEmpty();
        assertThat(bring("nobody").mails()).isEmpty();
        assertThat(readers("mail_folder")).isEmpty();
        assertThat(readers("mail_entry")).isEmpty();
    }

    private List<String> readers(String table) {
        List<?> found = database.entities()
                .createNativeQuery("select reader from " + table)
                .getResultList();
        return found.stream().map(String::valueOf).toList();
    }

    @Test
    void a_mark_stays_with_a_mail_and_nobody_elses() {
        MessageId shared = left("sales", "alice", "bob");
        bring("alice", shared);
        bring("bob", shared);
        database.transaction(() -> folders.mark("alice", Set.of(1L, 77L), true));
        assertThat(bring("alice", shared).mails()).containsExactly(new MailFolder.Mail(1, shared, true));
        assertThat(bring("bob", shared).mails()).containsExactly(new MailFolder.Mail(1, shared, false));
        assertThat(folders.marked("alice", Set.of(1L, 77L))).containsExactly(1L);
        assertThat(folders.marked("alice", Set.of(77L))).isEmpty();
        assertThat(folders.marked("bob", Set.of(1L))).isEmpty();
        database.transaction(() -> folders.mark("alice", Set.of(1L), false));
        assertThat(bring("alice", shared).mails()).containsExactly(new MailFolder.Mail(1, shared, false));
        assertThat(folders.present("alice", Set.of(1L, 2L))).containsExactly(Map.entry(1L, wanted(shared)));
        assertThat(folders.present("bob", Set.of(2L))).isEmpty();
    }
}
