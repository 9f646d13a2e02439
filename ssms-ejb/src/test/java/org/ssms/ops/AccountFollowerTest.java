package org.ssms.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.greeting.ClearedGreetings;
import org.ssms.guard.login.AccountTable;
import org.ssms.identity.FollowedAccounts;
import org.ssms.identity.SipSecrets;
import org.ssms.location.Registrar;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.ListDesk;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.MailFolders;
import org.ssms.mailbox.MailboxConfig;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.TestDatabase;

/** With accounts in a database as the license server keeps them. */
class AccountFollowerTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path storage;

    private final JdbcDataSource accounts = new JdbcDataSource();
    private final TestDatabase database = new TestDatabase();
    private final AccountFollower follower = new AccountFollower();
    private final List<String> done = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();

    private final SipSecrets secrets = new SipSecrets() {
        @Override
        public void remove(String subscriber) {
            done.add("secret " + subscriber);
            fail("secret " + subscriber);
        }

        @Override
        public void removeOlder(String subscriber, long version, Instant since) {
            done.add("secret " + subscriber + " before " + version + " " + since);
        }
    };
    private final Registrar registrar = new Registrar() {
        @Override
        public void forget(String subscriber) {
            done.add("registrations " + subscriber);
            fail("registrations " + subscriber);
        }
    };
    private final Subscribers subscribers = new Subscribers() {
        @Override
        public void forget(String subscriber) {
            done.add("numbers " + subscriber);
        }
    };

    private void fail(String step) {
        if (failing.contains(step)) {
            throw new IllegalStateException("planned: " + step);
        }
    }

    @BeforeEach
    void open() throws Exception {
        accounts.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        sql("create table account (username varchar(255) primary key, enabled boolean default true not null,"
                + " mail_address varchar(254), created_at timestamp(6) with time zone,"
                + " deleted_at timestamp(6) with time zone, phone_version bigint default 0 not null,"
                + " phone_since timestamp(6) with time zone)");
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        Mailboxes mailboxes = new Mailboxes();
        TestDatabase.inject(mailboxes, "entities", database.entities());
        FollowedAccounts followed = new FollowedAccounts();
        TestDatabase.inject(followed, "entities", database.entities());
        TestDatabase.inject(followed, "clock", clock);
        TestDatabase.inject(follower, "accounts", new AccountTable(() -> accounts));
        TestDatabase.inject(follower, "followed", followed);
        TestDatabase.inject(follower, "mailboxes", mailboxes);
        MailFolders folders = new MailFolders();
        TestDatabase.inject(folders, "entities", database.entities());
        TestDatabase.inject(follower, "folders", folders);
        ListDesk desk = new ListDesk();
        TestDatabase.inject(desk, "entities", database.entities());
        TestDatabase.inject(follower, "lists", new Lists(new MailboxConfig(Map.of(), Map.of()), desk));
        TestDatabase.inject(follower, "secrets", secrets);
        TestDatabase.inject(follower, "registrar", registrar);
        TestDatabase.inject(follower, "subscribers", subscribers);
        TestDatabase.inject(follower, "greetings", new ClearedGreetings(storage, mailbox -> {
            done.add("greeting " + mailbox);
            fail("greeting " + mailbox);
        }));
        TestDatabase.inject(follower, "clock", clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = accounts.getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    private void mailbox(String name, boolean disabled, boolean list) {
        database.transaction(() -> database.entities()
                .createNativeQuery(
                        "insert into mailbox (username, mail_address, disabled, is_list) values (?1, 'x@y', ?2, ?3)")
                .setParameter(1, name)
                .setParameter(2, disabled)
                .setParameter(3, list)
                .executeUpdate());
    }

    private void mailFolder(String reader) {
        database.transaction(() -> database.entities()
                .createNativeQuery("insert into mail_folder (reader, uid_validity, uid_next) values (?1, 1, 1)")
                .setParameter(1, reader)
                .executeUpdate());
    }

    private void delete(String... names) throws SQLException {
        for (String name : names) {
            sql("insert into account (username, enabled, deleted_at) values ('" + name
                    + "', false, timestamp with time zone '2026-11-28 12:00:00Z')");
        }
    }

    private List<String> follow() {
        done.clear();
        database.transaction(follower::follow);
        return List.copyOf(done);
    }

    private List<String> rows(String query) {
        List<?> found = database.entities().createNativeQuery(query).getResultList();
        return found.stream().map(String::valueOf).toList();
    }

    @Test
    void whatever_mailbox_somebody_had_all_of_it_is_taken_away_once() throws Exception {
        mailbox("open", false, false);
        mailbox("disabled", true, false);
        mailFolder("open");
        delete("open", "disabled", "none");
        List<String> first = follow();
        for (String name : new String[] {"open", "disabled", "none"}) {
            assertThat(first)
                    .contains("secret " + name, "registrations " + name, "numbers " + name, "greeting " + name);
        }
        assertThat(rows("select username || mail_address || disabled from mailbox order by username"))
                .containsExactly("disabledTRUE", "openTRUE");
        assertThat(rows("select reader from mail_folder")).isEmpty();
        assertThat(follow()).isEmpty();
    }

    @Test
    void a_list_of_the_name_of_a_deleted_account_keeps_what_it_has() throws Exception {
        mailbox("sales", false, true);
        delete("sales");
        assertThat(follow()).containsExactly("secret sales");
        assertThat(rows("select username || mail_address || disabled from mailbox"))
                .containsExactly("salesx@yFALSE");
        assertThat(follow()).isEmpty();
    }

    @Test
    void what_was_broken_off_is_done_again_and_the_others_need_not_wait_for_it() throws Exception {
        mailbox("bad", false, false);
        mailbox("good", false, false);
        for (String step : new String[] {"secret bad", "registrations bad", "greeting bad"}) {
            sql("delete from account");
            delete("bad", "good");
            failing.clear();
            failing.add(step);
            assertThat(follow()).contains(step);
            assertThat(rows("select username from account_followed where cleared_at is not null"))
                    .as("broken off at " + step)
                    .containsExactly("good");
        }
        failing.clear();
        assertThat(follow()).contains("secret bad", "registrations bad", "numbers bad", "greeting bad");
        assertThat(follow()).isEmpty();
    }

    @Test
    void one_row_that_is_not_ours_keeps_nobody_from_his_mailbox() throws Exception {
        String made = "timestamp with time zone '2026-11-28 11:59:00Z'";
        sql("insert into account (username, mail_address, created_at) values ('No Name', 'a@b', " + made
                + "), ('dora', 'dora@b', " + made + ")");
        follow();
        assertThat(rows("select username from mailbox where username = 'dora'")).hasSize(1);
    }

    @Test
    void t12_after_a_reset_the_phones_of_before_are_forgotten_once() throws Exception {
        sql("insert into account (username, phone_version, phone_since) values ('alice', 7,"
                + " timestamp with time zone '2026-11-28 12:00:00Z'), ('bob', 0, null)");
        failing.add("registrations alice");
        assertThat(follow()).containsExactly("secret alice before 7 " + NOON, "registrations alice");
        failing.clear();
        assertThat(follow()).containsExactly("secret alice before 7 " + NOON, "registrations alice");
        assertThat(follow()).isEmpty();
        sql("update account set phone_version = 9 where username = 'alice'");
        assertThat(follow()).hasSize(2);
    }
}
