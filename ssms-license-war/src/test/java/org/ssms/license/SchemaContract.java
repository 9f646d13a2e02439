package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.license.auth.UsedProofs;
import org.ssms.protect.license.UsageRights;

/** A database that an older version has filled, and the one that this version needs: on H2 and on PostgreSQL alike. */
abstract class SchemaContract {
    static final String LOCATION = "org/ssms/license/schema";
    private static final String KID = "00000000-0000-0000-0000-000000000001";
    private static final String INSERT = "insert into grant_ (granted_at, kid, id, holder";

    private DataSource source;
    private Connection database;

    /** An empty one. */
    abstract DataSource create() throws SQLException;

    @BeforeEach
    void fill_the_second_version() throws SQLException {
        source = create();
        database = source.getConnection();
        migrate("2");
        execute("insert into message_key (kid, message_id, kek_id, wrapped_key, owner, caller, deposited_at)"
                + " values ('" + KID
                + "', 'm', 'kek', 'wrapped', 'alice', 'sip:carol@example.com', current_timestamp)");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void grants_keep_their_rights_counters_and_parents_as_the_rights_become_json() throws Exception {
        fillWithGrants();
        migrate("3");
        assertGrantsAreKept();
    }

    @Test
    void the_entities_are_what_the_tables_of_the_last_version_hold() {
        migrate("latest");
        try (EntityManagerFactory unit = Persistence.createEntityManagerFactory(
                "license",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        source))) {
            assertThat(unit.getMetamodel().getEntities()).hasSizeGreaterThan(3);
            unit.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
        }
    }

    @Test
    void a_message_of_before_has_no_sender_and_its_grants_keep_their_rights_where_they_were() throws Exception {
        migrate("3");
        grant(1, "alice", ", rights", ", '{\"plays\":3}'");
        migrate("5");
        assertThat(column("select rights from grant_ where limits is null")).containsExactly("{\"plays\":3}");
        assertThat(column("select coalesce(sender, 'nobody') from message_key where recalled_at is null"))
                .containsExactly("nobody");
    }

    @Test
    void a_message_of_before_has_no_control_code_and_no_two_have_the_same() throws Exception {
        migrate("9");
        execute("insert into message_key"
                + " (kid, message_id, kek_id, wrapped_key, owner, caller, deposited_at, control_code)"
                + " values ('" + id(2)
                + "', 'n', 'kek', 'w', 'alice', 'sip:carol@example.com', current_timestamp, 'h')");
        assertThat(column("select message_id from message_key where control_code is null"))
                .containsExactly("m");
        assertThatThrownBy(() -> execute("update message_key set control_code = 'h' where message_id = 'm'"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void t1_no_two_licenses_are_of_one_request_and_those_of_before_are_of_none() throws Exception {
        migrate("9");
        grant(1, "alice", ", rights", ", '{}'");
        lease(1, "", "");
        lease(2, "", "");
        migrate("10");
        lease(3, ", request", ", 'a'");
        lease(4, ", request", ", 'b'");
        assertThatThrownBy(() -> lease(5, ", request", ", 'a'")).isInstanceOf(SQLException.class);
        assertThat(column("select id from lease order by id")).containsExactly(id(1), id(2), id(3), id(4));
    }

    private void lease(int number, String columns, String values) throws SQLException {
        execute("insert into lease (id, grant_id, node, plays_edition, state, issued_at" + columns + ") values ('"
                + id(number) + "', '" + id(1) + "', '" + id(9) + "', 0, 'RESERVED', current_timestamp" + values + ")");
    }

    @Test
    void default_rights_go_with_their_account() throws Exception {
        migrate("5");
        execute("insert into account (username, password_hash) values ('alice', 'x'), ('bob', 'x')");
        execute("insert into rights_default (username, rights) values ('alice', '{}'), ('bob', '{}')");
        execute("delete from account where username = 'alice'");
        assertThat(column("select username from rights_default")).containsExactly("bob");
    }

    @Test
    void a_proof_is_used_once_whoever_is_quicker_and_forgotten_when_it_is_over() throws Exception {
        migrate("8");
        UsedProofs proofs = new UsedProofs(source);
        Instant now = Instant.parse("2026-11-26T12:00:00Z");
        Instant end = now.plusSeconds(60);
        long first = IntStream.range(0, 16)
                .parallel()
                .filter(i -> proofs.use("x", now, end))
                .count();
        assertThat(first).isEqualTo(1);
        assertThat(proofs.use("y", now, end)).isTrue();
        assertThat(proofs.use("x", end, end.plusSeconds(60))).isFalse();
        assertThat(proofs.use("z", end.plusSeconds(1), end.plusSeconds(60))).isTrue();
        assertThat(column("select id from used_proof")).containsExactly("z");
    }

    void fillWithGrants() throws SQLException {
        grant(1, "alice", "", "");
        grant(
                2,
                "bob",
                ", parent, users, plays, plays_used, first_played_at, not_before, not_after, play_for_seconds,"
                        + " forward_depth, save_allowed, modify_allowed, reply_allowed, transcript_allowed,"
                        + " phone_playback_allowed, min_drm",
                ", '" + id(1) + "', 'alice' || chr(10) || 'b\"o\\b', 3, 1,"
                        + " timestamp with time zone '2026-11-26 06:00:00+00',"
                        + " timestamp with time zone '2026-12-04 17:00:00+01',"
                        + " timestamp with time zone '2026-12-31 23:59:59.25+00', 3600, 2,"
                        + " true, false, true, false, true, 'SOFTWARE'");
        grant(3, "carol", ", users, min_drm", ", '', 'HARDWARE'");
    }

    void assertGrantsAreKept() throws Exception {
        List<String> rights = column("select rights from grant_ order by id");
        assertThat(rights.get(0)).isEqualTo("{}");
        assertThat(UsageRights.fromJson(rights.get(1)).toJson())
                .isEqualTo("{\"users\":[\"alice\",\"b\\\"o\\\\b\"],\"plays\":3,"
                        + "\"notBefore\":\"2026-12-04T16:00:00Z\",\"notAfter\":\"2026-12-31T23:59:59.250Z\","
                        + "\"playFor\":\"PT1H\",\"forward\":2,\"save\":true,\"modify\":false,\"reply\":true,"
                        + "\"transcript\":false,\"phonePlayback\":true,\"minDrm\":\"software\"}");
        assertThat(UsageRights.fromJson(rights.get(2)).toJson()).isEqualTo("{\"users\":[],\"minDrm\":\"hardware\"}");
        assertThat(column("select parent || ' ' || plays_used || ' ' || plays_handed_on || ' ' || plays_below"
                        + " from grant_ where holder = 'bob' and first_played_at is not null"))
                .containsExactly(id(1) + " 1 0 0");
    }

    @Test
    void one_holder_has_several_grants_since_they_are_a_tree() throws Exception {
        migrate("3");
        grant(1, "alice", ", rights", ", '{}'");
        grant(2, "bob", ", rights, parent", ", '{}', '" + id(1) + "'");
        grant(3, "bob", ", rights, parent", ", '{\"plays\":1}', '" + id(1) + "'");
        assertThat(column("select id from grant_ where holder = 'bob' order by id"))
                .containsExactly(id(2), id(3));
    }

    void migrate(String version) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:" + LOCATION)
                .target(version)
                .load()
                .migrate();
    }

    private void grant(int number, String holder, String columns, String values) throws SQLException {
        execute(INSERT + columns + ") values (current_timestamp, '" + KID + "', '" + id(number) + "', '" + holder + "'"
                + values + ")");
    }

    private static String id(int number) {
        return "00000000-0000-0000-0000-00000000001" + number;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
