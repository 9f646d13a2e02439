package org.ssms.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.mailbox.TestDatabase.inject;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.login.AccountTable;
import org.ssms.identity.ShutAccounts;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.RecordingStore;

/** A list and its members in a real database. */
class ListMailboxTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, String> USERS =
            Map.of("alice", "alice@localhost", "bob", "bob@localhost", "carol", "carol@localhost");
    private static final MailboxConfig SALES = new MailboxConfig(USERS, Map.of("sales", List.of("alice", "bob")));

    private static final MailboxConfig NONE = new MailboxConfig(USERS, Map.of());

    @TempDir
    Path storage;

    private final TestDatabase database = new TestDatabase();
    private final Mailboxes mailboxes = new Mailboxes();
    private final ListDesk desk = new ListDesk();
    private Lists lists = new Lists(SALES, desk);
    private final Map<String, Boolean> shut = new HashMap<>();

    @BeforeEach
    void open() throws Exception {
        inject(mailboxes, "entities", database.entities());
        inject(mailboxes, "database", database.source());
        inject(mailboxes, "store", new RecordingStore(storage));
        inject(mailboxes, "clock", Clock.fixed(NOON, ZoneOffset.UTC));
        ShutAccounts accounts = new ShutAccounts(() -> shut, (name, made) -> shut.containsKey(name), () -> 0);
        inject(mailboxes, "shut", accounts);
        inject(desk, "entities", database.entities());
        inject(desk, "shut", accounts);
        inject(desk, "accounts", new AccountTable(database::source));
        try (Connection connection = database.source().getConnection();
                Statement change = connection.createStatement()) {
            change.execute("create table account (username varchar(255) primary key)");
            change.execute("insert into account values ('accounted')");
            change.execute("insert into mailbox (username, mail_address, disabled, is_list)"
                    + " values ('alice', 'alice@localhost', false, false)");
            change.execute("insert into subscriber_address (address, subscriber) values ('al', 'alice')");
        }
        start(SALES);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_mailbox_of_a_deleted_account_is_none_and_is_closed_for_good() {
        shut.put("carol", false);
        shut.put("bob", true);
        assertThat(mailboxes.status("carol")).as("only disabled").isEqualTo(MailboxStatus.OPEN);
        assertThat(mailboxes.status("bob")).isEqualTo(MailboxStatus.UNKNOWN);
        database.transaction(() -> {
            mailboxes.forgetAddress("bob");
            mailboxes.close("bob");
            mailboxes.make(new UserName("bob"), "other@localhost");
            mailboxes.make(new UserName("dora"), "dora@localhost");
        });
        shut.clear();
        assertThat(mailboxes.status("bob")).isEqualTo(MailboxStatus.DISABLED);
        assertThat(mailboxes.reader("bob")).isEmpty();
        assertThat(mailboxes.reader("dora")).map(MailReader::mailAddress).contains("dora@localhost");
        assertThat(mailboxes.status("dora")).isEqualTo(MailboxStatus.OPEN);
    }

    @Test
    void a_list_stays_one_when_an_account_of_its_name_is_deleted() {
        shut.put("sales", true);
        assertThat(mailboxes.status("sales")).isEqualTo(MailboxStatus.OPEN);
        assertThat(mailboxes.isList("sales")).isTrue();
        assertThat(mailboxes.isList("alice")).isFalse();
        assertThat(mailboxes.isList("nobody")).isFalse();
    }

    private void start(MailboxConfig config) throws ReflectiveOperationException {
        MailboxSetup setup = new MailboxSetup();
        lists = new Lists(config, desk);
        inject(mailboxes, "lists", lists);
        inject(setup, "entities", database.entities());
        inject(setup, "config", config);
        inject(setup, "lists", lists);
        database.transaction(setup::createMissing);
    }

    /** A message into a mailbox, as {@link Messages} stores it. */
    private MessageId left(String mailbox, Instant at, String... members) {
        MessageId id = MessageId.generate(RANDOM);
        database.transaction(() -> {
            database.entities()
                    .createNativeQuery(
                            "insert into message (id, kid, mailbox, caller, caller_name, received_at, samples,"
                                    + " clock_rate, state, manifest_sha256, dialog, protected_size)"
                                    + " values (?1, ?2, ?3, 'sip:eve@example.org', '', ?4, 8000, 8000, 'NEW', '', "
                                    + "'call', 1)")
                    .setParameter(1, id.value())
                    .setParameter(2, UUID.randomUUID())
                    .setParameter(3, mailbox)
                    .setParameter(4, at)
                    .executeUpdate();
            for (String member : members) {
                database.entities().persist(new Delivery(id, member));
            }
        });
        return id;
    }

    private List<MessageId> listed(String user) {
        return mailboxes.messages(user).stream().map(MessageView::id).toList();
    }

    @Test
    void each_member_has_it_among_his_own_messages_and_nobody_else() {
        MessageId before = left("alice", NOON.minusSeconds(60));
        MessageId shared = left("sales", NOON, "alice", "bob");
        MessageId after = left("alice", NOON.plusSeconds(60));
        assertThat(listed("alice")).containsExactly(after, shared, before);
        assertThat(listed("bob")).containsExactly(shared);
        assertThat(listed("carol")).isEmpty();
        assertThat(mailboxes.message("bob", shared).orElseThrow().list()).isEqualTo("sales");
        assertThat(mailboxes.message("alice", after).orElseThrow().list()).isNull();
        assertThat(mailboxes.message("carol", shared)).isEmpty();
        assertThat(mailboxes.content("bob", shared)).isPresent();
        assertThat(mailboxes.content("carol", shared)).isEmpty();
        assertThat(mailboxes.manifest("carol", shared)).isEmpty();
        assertThat(mailboxes.isFor("bob", shared)).isTrue();
        assertThat(mailboxes.isFor("carol", shared)).isFalse();
    }

    @Test
    void each_hears_deletes_and_restores_it_for_himself() {
        MessageId shared = left("sales", NOON, "alice", "bob");
        database.transaction(() -> mailboxes.markHeard("alice", shared));
        database.transaction(() -> mailboxes.delete("bob", shared));
        assertThat(mailboxes.message("alice", shared).orElseThrow().state()).isEqualTo(MessageState.HEARD);
        assertThat(mailboxes.message("bob", shared).orElseThrow().state()).isEqualTo(MessageState.NEW);
        assertThat(listed("alice")).containsExactly(shared);
        assertThat(listed("bob")).isEmpty();
        assertThat(mailboxes.deleted("bob")).extracting(MessageView::id).containsExactly(shared);
        database.transaction(() -> mailboxes.restore("bob", shared));
        assertThat(listed("bob")).containsExactly(shared);
        database.transaction(() -> mailboxes.delete("carol", shared));
        assertThat(listed("alice")).containsExactly(shared);
    }

    @Test
    void the_list_itself_has_no_messages_no_reader_and_is_nobodys_account() {
        MessageId shared = left("sales", NOON, "alice", "bob");
        assertThat(listed("sales")).isEmpty();
        assertThat(mailboxes.isFor("sales", shared)).isFalse();
        assertThat(mailboxes.reader("sales")).isEmpty();
        assertThat(mailboxes.owner(shared)).contains("sales");
        assertThat(mailboxes.message("sales", shared))
                .as("for who holds a grant of it")
                .isPresent();
    }

    @Test
    void a_member_is_told_in_his_language_and_somebody_else_nothing() throws Exception {
        MessageId shared = left("sales", NOON, "alice", "bob");
        database.transaction(() -> mailboxes.readIn("bob", Locale.GERMAN));
        Messages messages = new Messages();
        inject(messages, "entities", database.entities());
        MessageNotice notice = messages.notice(shared, "bob").orElseThrow();
        assertThat(notice.mailAddress()).isEqualTo("bob@localhost");
        assertThat(notice.language()).isEqualTo(Locale.GERMAN);
        assertThat(notice.message().list()).isEqualTo("sales");
        assertThat(messages.notice(shared, "alice").orElseThrow().language()).isEqualTo(Locale.ENGLISH);
        assertThat(messages.notice(shared, "carol")).isEmpty();
        assertThat(messages.notice(shared, "sales")).isEmpty();
    }

    @Test
    void who_was_written_to_is_known_of_each_member() throws Exception {
        MessageId shared = left("sales", NOON, "alice", "bob");
        MessageAudit audit = new MessageAudit();
        inject(audit, "entities", database.entities());
        inject(audit, "clock", Clock.fixed(NOON, ZoneOffset.UTC));
        database.transaction(() -> audit.notified(shared, "alice"));
        assertThat(audit.isNotified(shared, "alice")).isTrue();
        assertThat(audit.isNotified(shared, "bob")).isFalse();
    }

    @Test
    void a_list_that_is_configured_no_more_takes_no_calls_and_its_members_keep_what_they_have() throws Exception {
        MessageId shared = left("sales", NOON, "alice", "bob");
        assertThat(mailboxes.status("sales")).isEqualTo(MailboxStatus.OPEN);
        start(NONE);
        assertThat(mailboxes.status("sales")).isEqualTo(MailboxStatus.UNKNOWN);
        assertThat(mailboxes.status("alice")).isEqualTo(MailboxStatus.OPEN);
        assertThat(listed("alice")).containsExactly(shared);
    }

    private ListChange set(String list, String... members) {
        List<ListChange> changes = new ArrayList<>();
        database.transaction(() -> changes.add(lists.set(
                new UserName(list), Arrays.stream(members).map(UserName::new).toList())));
        return changes.get(0);
    }

    @Test
    void a_list_that_operators_keep_is_one_like_others_and_there_after_a_start() throws Exception {
        assertThat(mailboxes.status("support")).isEqualTo(MailboxStatus.UNKNOWN);
        assertThat(set("support", "bob", "carol")).isEqualTo(new ListChange.Done(List.of("bob", "carol"), List.of()));
        assertThat(mailboxes.status("support")).isEqualTo(MailboxStatus.OPEN);
        assertThat(mailboxes.isList("support")).isTrue();
        assertThat(lists.members("support")).containsExactly("bob", "carol");
        assertThat(set("support", "carol", "alice")).isEqualTo(new ListChange.Done(List.of("alice"), List.of("bob")));
        assertThat(lists.members("support")).as("by name").containsExactly("alice", "carol");
        assertThat(set("support", "alice")).isEqualTo(new ListChange.Done(List.of(), List.of("carol")));
        assertThat(lists.members("support")).containsExactly("alice");
        start(SALES);
        assertThat(lists.all()).isEqualTo(Map.of("sales", List.of("alice", "bob"), "support", List.of("alice")));
        assertThat(lists.of("alice")).containsExactly("sales", "support");
        assertThat(lists.of("carol")).isEmpty();
        database.transaction(
                () -> assertThat(lists.remove("support")).isEqualTo(new ListChange.Done(List.of(), List.of("alice"))));
        assertThat(mailboxes.status("support")).isEqualTo(MailboxStatus.UNKNOWN);
        assertThat(mailboxes.isList("support")).as("its name stays taken").isTrue();
        assertThat(lists.isList("support")).isTrue();
        assertThat(lists.all()).containsOnlyKeys("sales");
        start(NONE);
        assertThat(lists.isList("support")).as("after a start").isTrue();
        assertThat(lists.isList("sales")).as("that was configured").isTrue();
        assertThat(lists.isList("alice")).isFalse();
        assertThat(lists.all()).isEmpty();
        assertThat(set("support", "bob")).isEqualTo(new ListChange.Done(List.of("bob"), List.of()));
    }

    @Test
    void of_what_is_configured_the_configuration_says_who_is_on_it() throws Exception {
        assertThat(set("sales", "carol")).isEqualTo(new ListChange.Configured());
        database.transaction(() -> assertThat(lists.remove("sales")).isEqualTo(new ListChange.Configured()));
        assertThat(lists.members("sales")).containsExactly("alice", "bob");
        start(NONE);
        assertThat(set("sales", "carol")).as("its name is a list's").isInstanceOf(ListChange.Done.class);
        start(SALES);
        assertThat(lists.members("sales")).containsExactly("alice", "bob");
        start(NONE);
        assertThat(lists.members("sales")).as("what was kept before").isEmpty();
    }

    @Test
    void a_list_takes_nobodys_name_and_its_members_are_people() {
        assertThat(set("alice", "bob")).isEqualTo(new ListChange.NameTaken());
        assertThat(set("accounted", "bob")).isEqualTo(new ListChange.NameTaken());
        assertThat(set("al", "bob")).as("an alias of alice").isEqualTo(new ListChange.NameTaken());
        assertThat(set("support", "bob", "dave")).isEqualTo(new ListChange.NoMember("dave"));
        assertThat(set("support", "bob", "sales")).isEqualTo(new ListChange.NoMember("sales"));
        assertThat(set("support", "support")).isEqualTo(new ListChange.NoMember("support"));
        shut.put("carol", true);
        assertThat(set("support", "bob", "carol")).isEqualTo(new ListChange.NoMember("carol"));
        shut.clear(); // that is not known here yet
        database.transaction(() -> mailboxes.forgetAddress("carol"));
        assertThat(set("support", "bob", "carol")).isEqualTo(new ListChange.NoMember("carol"));
        assertThat(mailboxes.status("support")).isEqualTo(MailboxStatus.UNKNOWN);
        assertThat(mailboxes.isList("support")).isFalse();
    }

    @Test
    void who_is_gone_is_on_no_list_any_more_and_what_only_he_was_on_is_none() {
        set("support", "bob", "carol");
        set("night", "carol");
        database.transaction(() -> lists.forget("carol"));
        assertThat(lists.members("support")).containsExactly("bob");
        assertThat(lists.all()).doesNotContainKey("night");
        assertThat(mailboxes.status("night")).isEqualTo(MailboxStatus.UNKNOWN);
    }

    @Test
    void what_others_hold_of_a_list_is_found_by_its_id() {
        MessageId ofList = left("sales", NOON, "alice", "bob");
        MessageId ofAlice = left("alice", NOON);
        MessageId unknown = MessageId.generate(RANDOM);
        database.transaction(() -> mailboxes.delete("alice", ofAlice));
        assertThat(mailboxes.held(List.of(ofList, ofAlice, unknown)))
                .extracting(MessageView::id)
                .containsExactlyInAnyOrder(ofList, ofAlice);
        assertThat(mailboxes.held(List.of())).isEmpty();
    }

    @Test
    void what_is_in_the_database_stops_a_start_that_contradicts_it() {
        assertThatThrownBy(() -> start(new MailboxConfig(Map.of(), Map.of("alice", List.of("bob")))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssms.mailboxes.lists: gives a list the name of a user: alice");
        assertThatThrownBy(() -> start(new MailboxConfig(Map.of(), Map.of("support", List.of("alice", "dave")))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssms.mailboxes.lists: support has a member who is no user: dave");
        assertThatThrownBy(() -> start(new MailboxConfig(Map.of(), Map.of("support", List.of("sales")))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssms.mailboxes.lists: support has a member who is no user: sales");
        assertThatThrownBy(() -> start(new MailboxConfig(Map.of("sales", "sales@localhost"), Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssms.mailboxes.initial: sales is, or was, a list");
    }
}
