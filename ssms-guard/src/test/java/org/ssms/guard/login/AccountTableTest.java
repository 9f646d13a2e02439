package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountTableTest {
    private static final String ALICE = "$2a$10$aliceAliceAlice";
    private static final String STAND_IN = "$2a$12$nobodyNobodyNobody";
    private static final UUID TOKEN = UUID.fromString("0190f5a4-5d2e-7c3b-8a1f-000000000001");

    private final JdbcDataSource database = new JdbcDataSource();
    private final AccountTable accounts = new AccountTable(() -> database);

    @BeforeEach
    void fill() throws SQLException {
        database.setUrl("jdbc:h2:mem:" + getClass().getSimpleName() + ";DB_CLOSE_DELAY=-1");
        sql("create table account (username varchar(255) primary key, password_hash varchar(72) not null,"
                + " enabled boolean default true not null, version bigint default 0 not null,"
                + " mail_address varchar(254), created_at timestamp(6) with time zone,"
                + " deleted_at timestamp(6) with time zone, phone_version bigint default 0 not null,"
                + " phone_since timestamp(6) with time zone)");
        sql("create table account_role (username varchar(255), role varchar(64))");
        sql("create table revoked_token (jti uuid primary key, expires_at timestamp(6) with time zone not null)");
        sql("insert into account (username, password_hash) values (':nobody', '" + STAND_IN + "')");
        sql("insert into account (username, password_hash, version) values ('alice', '" + ALICE + "', 3)");
        sql("insert into account_role values ('alice', 'subscriber')");
    }

    @AfterEach
    void drop() throws SQLException {
        sql("drop all objects");
    }

    @Test
    void an_account_has_its_hash_and_the_cost_of_the_dearest() {
        assertThat(accounts.find("alice")).isEqualTo(new Account("alice", ALICE, true, 3, 12));
    }

    @Test
    void unknown_and_disabled_names_have_the_hash_of_the_stand_in() throws SQLException {
        sql("update account set enabled = false where username = 'alice'");
        for (String name : new String[] {"alice", "ghost", ":nobody", "x".repeat(10_000)}) {
            assertThat(accounts.find(name)).isEqualTo(new Account(name, STAND_IN, false, 0, 12));
        }
    }

    @Test
    void a_token_is_good_for_its_account_in_its_version() {
        assertThat(accounts.rolesOf("alice", 3, TOKEN)).contains(Set.of("subscriber"));
        assertThat(accounts.rolesOf("alice", 2, TOKEN)).isEmpty();
        assertThat(accounts.rolesOf("ghost", 3, TOKEN)).isEmpty();
        assertThat(accounts.rolesOf(":nobody", 0, TOKEN)).isEmpty();
    }

    @Test
    void a_token_of_a_disabled_account_is_worth_nothing_and_its_session_ends() throws SQLException {
        assertThat(accounts.isCurrent("alice", 3)).isTrue();
        sql("update account set enabled = false where username = 'alice'");
        assertThat(accounts.rolesOf("alice", 3, TOKEN)).isEmpty();
        assertThat(accounts.isCurrent("alice", 3)).isFalse();
        assertThat(accounts.rolesOf("alice")).isEmpty();
    }

    @Test
    void a_token_that_was_given_back_is_worth_nothing_and_is_forgotten_after_its_end() throws SQLException {
        accounts.revoke(TOKEN, Instant.parse("2999-01-01T00:00:00Z"));
        accounts.revoke(TOKEN, Instant.parse("2999-01-01T00:00:00Z"));
        assertThat(accounts.rolesOf("alice", 3, TOKEN)).isEmpty();
        sql("update revoked_token set expires_at = timestamp with time zone '2000-01-01 00:00:00Z'");
        accounts.revoke(UUID.randomUUID(), Instant.parse("2999-01-01T00:00:00Z"));
        assertThat(accounts.rolesOf("alice", 3, TOKEN)).isPresent();
    }

    @Test
    void who_is_disabled_or_deleted_is_shut_out_and_who_never_had_an_account_is_not() throws SQLException {
        assertThat(accounts.shut()).isEmpty();
        sql("insert into account (username, password_hash, enabled, deleted_at)"
                + " values ('bob', 'x', false, null), ('carol', 'x', false, current_timestamp)");
        assertThat(accounts.shut()).isEqualTo(Map.of("bob", false, "carol", true));
        assertThat(accounts.isShut("bob")).isTrue();
        assertThat(accounts.isShut("carol")).isTrue();
        assertThat(accounts.isShut("alice")).isFalse();
        assertThat(accounts.isShut("ghost")).isFalse();
    }

    @Test
    void a_phone_password_of_before_the_last_reset_is_void_whatever_was_stored_first() throws SQLException {
        Instant before = Instant.parse("2026-11-28T11:59:59Z");
        Instant reset = Instant.parse("2026-11-28T12:00:00Z");
        assertThat(accounts.isShut("alice", new MadeAt(0L, before))).isFalse();
        assertThat(accounts.isShut("ghost", new MadeAt(0L, before))).isFalse();
        assertThat(accounts.resets()).isEmpty();
        sql("update account set phone_version = 3, phone_since = timestamp with time zone '2026-11-28 12:00:00Z'"
                + " where username = 'alice'");
        assertThat(accounts.isShut("alice", new MadeAt(2L, reset.plusSeconds(9))))
                .isTrue();
        assertThat(accounts.isShut("alice", new MadeAt(3L, before))).isFalse();
        assertThat(accounts.isShut("alice", new MadeAt(null, before))).isTrue();
        assertThat(accounts.isShut("alice", new MadeAt(null, reset))).isFalse();
        assertThat(accounts.resets()).isEqualTo(Map.of("alice", new AccountTable.Reset(3, reset)));
        sql("update account set enabled = false");
        assertThat(accounts.isShut("alice", new MadeAt(3L, reset))).isTrue();
        sql("update account set deleted_at = current_timestamp");
        assertThat(accounts.resets()).isEmpty();
    }

    @Test
    void newcomers_are_those_whom_an_operator_has_made_since_with_a_mail_address() throws SQLException {
        sql("insert into account (username, password_hash, mail_address, created_at, deleted_at) values"
                + " ('bob', 'x', 'bob@example.com', timestamp with time zone '2026-11-28 12:00:00Z', null),"
                + " ('old', 'x', 'old@example.com', timestamp with time zone '2026-11-28 11:59:59Z', null),"
                + " ('gone', 'x', 'gone@example.com', timestamp with time zone '2026-11-28 12:00:00Z',"
                + " timestamp with time zone '2026-11-28 12:00:01Z'),"
                + " ('listener', 'x', null, timestamp with time zone '2026-11-28 12:00:00Z', null)");
        assertThat(accounts.newcomers(Instant.parse("2026-11-28T12:00:00Z")))
                .isEqualTo(Map.of("bob", "bob@example.com"));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }
}
