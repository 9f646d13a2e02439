package org.ssms.license.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.json.JsonObject;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditWriter;
import org.ssms.license.Origin;
import org.ssms.license.Reason;
import org.ssms.protect.audit.AuditExpectation;
import org.ssms.protect.audit.AuditHead;
import org.ssms.protect.audit.AuditVerdict;
import org.ssms.protect.audit.AuditVerifier;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/** What the chain keeps, and what the verifier finds of it, whatever database it is in. */
abstract class AuditChainContract {
    private static final int BATCH = 7;
    private static final int ROWS = 40;
    private static final SecureRandom SECURE = new SecureRandom();
    private static final KeyPair KEY = rsa();
    private static final KeyPair NEXT_KEY = rsa();

    @TempDir
    Path directory;

    private final Clock clock = Clock.systemUTC();
    private final AuditKeys keys = keys(KEY, null);
    private final AuditChain chain = new AuditChain(keys, Set.of(), false, BATCH);
    private DataSource source;
    private AuditWriter writer;
    private int files;

    /** An empty one. */
    abstract DataSource create() throws SQLException;

    /** Random alterations that are tried. */
    abstract int trials();

    @BeforeEach
    void begin() throws SQLException {
        source = create();
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/ssms/license/schema")
                .load()
                .migrate();
        writer = new AuditWriter(source, keys, clock);
    }

    @AfterEach
    void end() {
        writer.close();
    }

    @Test
    void the_row_that_says_another_key_signs_is_the_one_that_the_verifier_knows() {
        assertThat(AuditEvent.AUDIT_KEY.name()).isEqualTo(AuditVerifier.KEY_EVENT);
    }

    @Test
    void what_was_written_is_chained_in_its_order_and_is_sound() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        AuditChain.begin(source, keys, clock.instant()); // as each start does
        write(ROWS);
        assertThat(chainAll(chain)).isEmpty();
        assertThat(column("select place from license_audit order by id"))
                .isEqualTo(IntStream.rangeClosed(1, ROWS)
                        .mapToObj(i -> Integer.toString(i))
                        .toList());
        assertThat(column("select distinct proof from license_audit")).containsExactly("RIGHT");
        assertThat(verify(keys, 0)).isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
            assertThat(sound.lastPlace()).isEqualTo(ROWS);
            assertThat(sound.heads()).isEqualTo((ROWS + BATCH - 1) / BATCH);
            assertThat(sound.unproved()).isZero();
        });
    }

    @Test
    void a_row_of_which_nothing_came_has_no_place() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        writer.write(anyEntry(1));
        writer.rollBack(anyEntry(2));
        writer.write(anyEntry(3));
        assertThat(chainAll(chain)).isEmpty();
        assertThat(column("select place from license_audit order by id")).containsExactly("1", "2");
        assertThat(verify(keys, 0)).isInstanceOf(AuditVerdict.Sound.class);
    }

    @Test
    void two_servers_chain_at_once_what_both_write() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        AuditChain other = new AuditChain(keys, Set.of(), false, BATCH);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<@Nullable Void>> work =
                    List.of(writing(ROWS), writing(ROWS), chaining(chain, 2 * ROWS), chaining(other, 2 * ROWS));
            for (Future<@Nullable Void> done : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(column("select count(*) from license_audit where place is null"))
                .containsExactly("0");
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.lastPlace()).isEqualTo(2 * ROWS));
    }

    private Callable<@Nullable Void> writing(int rows) {
        return () -> {
            try (AuditWriter another = new AuditWriter(source, keys, clock)) {
                for (int i = 0; i < rows; i++) {
                    another.write(anyEntry(i));
                }
            }
            return null;
        };
    }

    private Callable<@Nullable Void> chaining(AuditChain by, int rows) {
        return () -> {
            while (!Thread.currentThread().isInterrupted()
                    && Integer.parseInt(column("select coalesce(max(place), 0) from audit_head")
                                    .get(0))
                            < rows) {
                assertThat(chainAll(by)).isEmpty();
            }
            return null;
        };
    }

    @Test
    void rows_of_before_the_chain_are_its_first_and_have_no_proof() throws Exception {
        write(3);
        execute("update license_audit set mac = null");
        AuditChain.begin(source, keys, clock.instant());
        write(2);
        assertThat(chainAll(chain)).isEmpty();
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.unproved()).isEqualTo(3));
    }

    @Test
    void a_row_that_is_changed_or_planted_before_it_is_chained_is_told_and_stays_a_blot() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(3);
        execute("update license_audit set actor = 'mallory' where id = (select min(id) + 1 from license_audit)");
        assertThat(chainAll(chain)).singleElement().asString().endsWith("was changed or planted before it was chained");
        assertBad(2);
        write(1);
        execute("insert into license_audit (id, at, event, decision, remote_address)"
                + " values (1000, current_timestamp, 'LICENSE', 'GRANTED', '-')");
        assertThat(chainAll(chain)).singleElement().asString().contains("row 1000 ");
    }

    @Test
    void the_copy_of_a_row_is_none() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(1);
        execute("insert into license_audit (id, at, event, kid, message_id, grant_id, actor, decision, reason,"
                + " recipient, member, remote_address, mac) select 1000, at, event, kid, message_id, grant_id, actor,"
                + " decision, reason, recipient, member, remote_address, mac from license_audit");
        assertThat(chainAll(chain)).singleElement().asString().contains("row 1000 ");
    }

    @Test
    void a_forged_or_misplaced_head_is_told_and_put_aside_and_the_chain_goes_on_from_the_last_true_one()
            throws Exception {
        String columns = "insert into audit_head (number, place, signed_at, signed) select ";
        Map<String, Integer> forgeries = Map.of(
                "update audit_head set signed = substring(signed from 1 for 300) || 'A' || substring(signed from 302)"
                        + " where number = 2",
                1,
                "update audit_head set signed = 'x' where number = 2",
                1,
                columns + "9000000000000000000, 900, signed_at, 'junk' from audit_head where number = 1",
                2,
                columns + "3, 900, signed_at, signed from audit_head where number = 1",
                2,
                columns + "0, " + (BATCH + 2) + ", signed_at, signed from audit_head where number = 1",
                2,
                columns + "7, -1, signed_at, signed from audit_head where number = 1",
                2,
                "update audit_head set place = place + 1 where number = 2",
                1);
        int tried = 0;
        for (Map.Entry<String, Integer> forgery : forgeries.entrySet()) {
            if (tried++ > 0) {
                end();
                begin();
            }
            AuditChain one = new AuditChain(keys, Set.of(), false, BATCH);
            AuditChain.begin(source, keys, clock.instant());
            write(BATCH + 1);
            assertThat(chainAll(one)).isEmpty();
            execute(forgery.getKey());
            write(1);
            assertThat(chainAll(one))
                    .as(forgery.getKey())
                    .contains("1 heads behind head " + forgery.getValue() + " are not of this chain, or forged");
            assertThat(column("select count(*) from audit_head_refused")).containsExactly("1");
            assertThat(verify(keys, 0))
                    .as(forgery.getKey())
                    .isInstanceOfSatisfying(
                            AuditVerdict.Sound.class,
                            sound -> assertThat(sound.lastPlace()).isEqualTo(BATCH + 2));
            write(1);
            assertThat(chainAll(one)).as(forgery.getKey()).isEmpty();
        }
    }

    @Test
    void the_last_head_is_missed_with_its_rows_though_nothing_waits() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(BATCH + 1);
        assertThat(chainAll(chain)).isEmpty();
        execute("delete from license_audit where place > " + BATCH);
        execute("delete from audit_head where number = 2");
        assertThat(chainAll(chain)).containsExactly("heads 2 to 2 are gone");
        assertThat(chainAll(chain)).isEmpty(); // told once
    }

    @Test
    void the_first_head_of_all_is_missed_too() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        execute("delete from license_audit");
        execute("delete from audit_head");
        assertThat(chainAll(chain)).containsExactly("heads 1 to 1 are gone");
    }

    @Test
    void a_place_that_is_none_hides_no_row() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(2);
        assertThatThrownBy(() -> execute("update license_audit set place = -id"))
                .isInstanceOf(SQLException.class);
        execute("alter table license_audit drop constraint license_audit_place_positive");
        execute("update license_audit set place = -id");
        assertThat(chainAll(chain)).containsExactly("2 rows had a place for which no head stands");
        write(1);
        execute("update license_audit set place = 1000000 where place is null");
        assertThat(chainAll(chain)).containsExactly("1 rows had a place for which no head stands");
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.lastPlace()).isEqualTo(3));
    }

    @Test
    void nobody_else_says_which_rows_are_older_than_the_chain() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        for (String alteration : List.of("update audit_chain set unproved_until = 100000", "delete from audit_chain")) {
            execute(alteration);
            write(1);
            execute("update license_audit set mac = null where place is null");
            assertThat(chainAll(chain)).hasSize(2).contains("the row of audit_chain was changed or deleted");
            assertThat(column("select distinct proof from license_audit where place > 1"))
                    .containsExactly("WRONG");
        }
        execute("delete from audit_chain");
        AuditChain.begin(source, keys, clock.instant());
        assertThat(column("select unproved_until from audit_chain")).containsExactly("0");
        write(1);
        assertThat(chainAll(chain)).isNotEmpty();
    }

    @Test
    void a_chain_that_was_cut_goes_on_from_its_last_head_and_is_told() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(3 * BATCH);
        assertThat(chainAll(chain)).isEmpty();
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        execute("delete from audit_head where number > 2");
        write(1);
        assertThat(chainAll(chain))
                .containsExactly("heads 3 to 5 are gone", (BATCH + 2) + " rows had a place for which no head stands");
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.lastPlace()).isEqualTo(3 * BATCH + 3));
    }

    @Test
    void what_somebody_puts_behind_the_last_head_is_not_signed() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(BATCH);
        assertThat(chainAll(chain)).isEmpty();
        execute("insert into license_audit (id, at, event, decision, remote_address, place, hash, proof)"
                + " values (1000, current_timestamp, 'LICENSE', 'GRANTED', '-', " + (BATCH + 1) + ", 'h', 'RIGHT')");
        write(1);
        assertThat(chainAll(chain))
                .satisfiesExactly(
                        released -> assertThat(released).isEqualTo("1 rows had a place for which no head stands"),
                        planted -> assertThat(planted).contains("row 1000 "));
    }

    @Test
    void the_key_of_before_signs_the_row_that_introduces_the_one_of_now() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        write(BATCH);
        assertThat(chainAll(chain)).isEmpty();
        AuditKeys next = keys(NEXT_KEY, KEY);
        AuditChain rotated = new AuditChain(next, Set.of(), false, BATCH);
        introduce(rotated, next);
        write(1);
        assertThat(chainAll(rotated)).isEmpty();
        write(1);
        assertThat(chainAll(rotated)).isEmpty();
        assertThat(verify(next, 0, keys.heads().keyId()))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.keyIds())
                                .containsExactlyInAnyOrder(
                                        keys.heads().keyId(), next.heads().keyId()));
    }

    @Test
    void without_the_key_of_before_nothing_is_signed_unless_the_operator_accepts_its_heads() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        chainAll(chain);
        AuditKeys next = keys(NEXT_KEY, null);
        AuditChain usurper = new AuditChain(next, Set.of(), false, BATCH);
        introduce(usurper, next);
        AuditChain.Extension refused = extend(usurper, clock.instant().plus(AuditChain.OTHERS.multipliedBy(2)));
        assertThat(refused.unknownKey()).isEqualTo(keys.heads().keyId());
        assertThat(refused.ids()).isEmpty();
        assertThat(column("select count(*) from audit_head")).containsExactly("1");
        String unknown = keys.heads().keyId();
        AuditChain accepting = new AuditChain(next, Set.of(unknown), false, BATCH);
        AuditChain.Extension done = extend(accepting, clock.instant());
        assertThat(done.unknownKey()).isEqualTo(unknown);
        assertThat(done.alterations()).isEmpty();
        assertThat(done.ids()).hasSize(1);
        assertThat(verify(next, 0, unknown)).isInstanceOf(AuditVerdict.Bad.class);
        assertThat(verify(next, 0, unknown, next.heads().keyId())).isInstanceOf(AuditVerdict.Sound.class);
    }

    /** All heads replaced by one of somebody else's key, which may be in the table of keys, too. */
    private void replaceHeads(boolean isSigned) throws SQLException {
        AuditKeys others = keys(rsa(), null);
        AuditHead head = new AuditHead(
                UUID.fromString(column("select id from audit_chain").get(0)),
                1,
                1,
                JsonObject.toBase64Url(new byte[32]),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        execute("delete from audit_head");
        execute("insert into audit_head (number, place, signed_at, signed) values (1, 1, current_timestamp, '"
                + others.heads().sign(head) + "')");
        if (isSigned) {
            execute("insert into audit_key (key_id, jwk, since) values ('"
                    + others.heads().keyId() + "', '" + others.heads().publicKey() + "', current_timestamp)");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_stops_a_server_by_a_head_of_another_key_that_has_seen_its_own(boolean isSigned) throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(BATCH + 1);
        assertThat(chainAll(chain)).isEmpty();
        replaceHeads(isSigned);
        write(1);
        assertThat(chainAll(chain))
                .contains("heads 1 to 2 are gone", "1 heads behind head 0 are not of this chain, or forged");
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.lastPlace()).isEqualTo(BATCH + 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_stops_a_server_that_starts_anew_and_whose_key_is_in_the_chain(boolean isSigned) throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        assertThat(chainAll(chain)).isEmpty();
        replaceHeads(isSigned);
        write(1);
        AuditChain restarted = new AuditChain(keys, Set.of(), false, BATCH);
        assertThat(chainAll(restarted)).contains("1 heads behind head 0 are not of this chain, or forged");
        assertThat(verify(keys, 0)).isInstanceOf(AuditVerdict.Sound.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_server_that_knows_nothing_of_the_chain_stands_aside_for_a_head_that_is_signed(boolean isSigned)
            throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        replaceHeads(isSigned);
        write(1);
        AuditChain restarted = new AuditChain(keys, Set.of(), false, BATCH);
        AuditChain.Extension done = extend(restarted, clock.instant().plus(AuditChain.OTHERS.multipliedBy(2)));
        assertThat(done.ids().isEmpty()).isEqualTo(isSigned);
        assertThat(done.unknownKey() != null).isEqualTo(isSigned);
        assertThat(done.alterations().isEmpty()).isEqualTo(isSigned);
    }

    @Test
    void the_key_may_be_changed_again_and_again() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        assertThat(chainAll(chain)).isEmpty();
        KeyPair before = KEY;
        for (int i = 0; i < 2; i++) {
            KeyPair now = rsa();
            AuditKeys next = keys(now, before);
            AuditChain rotated = new AuditChain(next, Set.of(), false, BATCH);
            introduce(rotated, next);
            assertThat(chainAll(rotated)).isEmpty();
            writeBy(next);
            assertThat(chainAll(rotated)).isEmpty();
            before = now;
        }
        assertThat(verify(keys(before, null), 0, keys.heads().keyId())).isInstanceOf(AuditVerdict.Sound.class);
    }

    @Test
    void a_head_is_not_accepted_by_the_name_of_its_key_alone() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        chainAll(chain);
        String unknown = keys.heads().keyId();
        AuditKeys next = keys(NEXT_KEY, null);
        execute("update audit_key set jwk = '" + next.heads().publicKey() + "'");
        AuditChain.Extension refused = extend(new AuditChain(next, Set.of(unknown), false, BATCH), clock.instant());
        assertThat(refused.unknownKey()).isEqualTo(unknown);
        assertThat(column("select count(*) from audit_head")).containsExactly("1");
    }

    @Test
    void a_server_with_the_key_of_before_stands_aside_for_an_hour() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        introduce(chain, keys);
        assertThat(chainAll(chain)).isEmpty();
        AuditKeys next = keys(NEXT_KEY, KEY);
        AuditChain rotated = new AuditChain(next, Set.of(), false, BATCH);
        introduce(rotated, next);
        Instant now = clock.instant();
        AuditChain.Extension held = extend(chain, now); // what introduces the other key has a MAC of it
        assertThat(held.ids()).isEmpty();
        assertThat(held.alterations()).isEmpty();
        assertThat(held.unknownKey()).isEqualTo(next.heads().keyId());
        extend(rotated, now);
        writeBy(next);
        extend(rotated, now); // signed by the other key
        write(1);
        AuditChain.Extension aside = extend(chain, now.plus(AuditChain.OTHERS).minusSeconds(1));
        assertThat(aside.ids()).isEmpty();
        assertThat(aside.alterations()).isEmpty();
        assertThat(aside.unknownKey()).isEqualTo(next.heads().keyId());
        AuditChain.Extension late = extend(chain, now.plus(AuditChain.OTHERS));
        assertThat(late.alterations()).isNotEmpty();
        assertThat(late.ids()).isNotEmpty();
    }

    @Test
    void of_two_servers_with_a_new_key_one_introduces_it() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        try (Connection first = source.getConnection();
                Connection second = source.getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            assertThat(chain.introduce(first, clock.instant())).isTrue();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<Boolean> later = thread.submit(() -> chain.introduce(second, clock.instant()));
                assertThatThrownBy(() -> later.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                first.commit();
                assertThat(later.get(10, TimeUnit.SECONDS)).isFalse();
                second.commit();
            } finally {
                thread.shutdownNow();
            }
        }
    }

    @Test
    void an_export_that_fails_leaves_nothing_and_one_that_is_there_stays() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(1);
        assertThat(chainAll(chain)).isEmpty();
        Path there = Files.writeString(directory.resolve("there"), "mine");
        try (Connection connection = source.getConnection()) {
            AuditExport export = new AuditExport(connection, keys);
            assertThatThrownBy(() -> export.write(there, 0)).isInstanceOf(IOException.class);
            execute("alter table license_audit rename to elsewhere");
            assertThatThrownBy(() -> export.write(directory.resolve("failed"), 0))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(there).hasContent("mine");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(there);
        }
    }

    private AuditChain.Extension extend(AuditChain by, Instant now) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            AuditChain.Extension done = by.extend(connection, now);
            connection.commit();
            by.committed(done);
            return done;
        }
    }

    private void writeBy(AuditKeys its) {
        try (AuditWriter another = new AuditWriter(source, its, clock)) {
            another.write(anyEntry(1));
        }
    }

    private void introduce(AuditChain by, AuditKeys its) throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(by.introduce(connection, clock.instant())).isTrue();
            assertThat(by.introduce(connection, clock.instant())).isFalse();
        }
        try (AuditWriter another = new AuditWriter(source, its, clock)) {
            another.write(AuditEntry.granted(AuditEvent.AUDIT_KEY, Origin.SELF)
                    .to(its.heads().keyId()));
        }
    }

    @Test
    void an_export_of_what_came_after_a_head_begins_with_it() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(ROWS);
        assertThat(chainAll(chain)).isEmpty();
        assertThat(verify(keys, 2)).isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
            assertThat(sound.firstPlace()).isEqualTo(2 * BATCH + 1);
            assertThat(sound.lastPlace()).isEqualTo(ROWS);
        });
        assertThatThrownBy(() -> verify(keys, 99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_goes_to_a_syslog_server_is_what_an_export_has_behind_its_first_line() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(3);
        AuditChain talking = new AuditChain(keys, Set.of(), true, BATCH);
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            List<String> lines = talking.extend(connection, clock.instant()).lines();
            connection.commit();
            Path file = export(keys, 0);
            assertThat(lines).hasSize(4);
            assertThat(Files.readAllLines(file).subList(1, 5)).isEqualTo(lines);
        }
    }

    @Test
    void every_random_alteration_of_one_row_in_the_database_is_found_and_named() throws Exception {
        AuditChain.begin(source, keys, clock.instant());
        write(ROWS);
        assertThat(chainAll(chain)).isEmpty();
        execute("create table untouched as select * from license_audit");
        Random random = new Random(20_261_128); // fixed seed: a failure repeats
        for (int i = 0; i < trials(); i++) {
            int place = 1 + random.nextInt(ROWS);
            String what = alter(random, place);
            AuditVerdict verdict = verify(keys, 0);
            assertThat(verdict)
                    .as(what)
                    .isInstanceOfSatisfying(
                            AuditVerdict.Bad.class,
                            bad -> assertThat(bad.place()).as(what).isEqualTo(place));
            execute("delete from license_audit");
            execute("insert into license_audit select * from untouched");
        }
        assertThat(verify(keys, 0)).isInstanceOf(AuditVerdict.Sound.class);
    }

    /** So that the first bad row is at this place. */
    private String alter(Random random, int place) throws SQLException {
        String where = " where place = " + place;
        List<String> statements = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> statements.add("delete from license_audit" + where);
            case 1 -> {
                int other = place == ROWS ? 0 : place + 1 + random.nextInt(ROWS - place);
                statements.add("update license_audit set place = 100000" + where);
                if (other > 0) { // two rows have each other's place
                    statements.add("update license_audit set place = " + place + " where place = " + other);
                    statements.add("update license_audit set place = " + other + " where place = 100000");
                }
            }
            case 2 -> statements.add("update license_audit set " + change(random) + where);
            default -> statements.add("update license_audit set place = null" + where);
        }
        for (String statement : statements) {
            execute(statement);
        }
        return statements.toString();
    }

    private static String change(Random random) {
        List<String> changes = List.of(
                "id = id + 100000",
                "at = at + interval '1' second",
                "event = 'LOGOUT'",
                "kid = '" + new UUID(random.nextLong(), 1) + "'",
                "message_id = 'x'",
                "grant_id = '" + new UUID(random.nextLong(), 1) + "'",
                "actor = coalesce(actor, '') || 'x'",
                "decision = decision || 'X'",
                "reason = coalesce(reason, '') || 'X'",
                "recipient = coalesce(recipient, '') || 'x'",
                "member = coalesce(member, '') || 'x'",
                "remote_address = '192.0.2.2'",
                "mac = null",
                "mac = 'x'",
                "hash = 'x'",
                "hash = null",
                "proof = 'NONE'",
                "proof = null");
        return changes.get(random.nextInt(changes.size()));
    }

    private void write(int rows) {
        for (int i = 0; i < rows; i++) {
            writer.write(anyEntry(i));
        }
    }

    /** Of many kinds, with every column in one of them. */
    private static AuditEntry anyEntry(int i) {
        Origin origin = new Origin(i % 5 == 0 ? null : "j\u00fcrgen \ud83d\ude00 '" + i, "2001:db8::" + i);
        return new AuditEntry(
                AuditEvent.LICENSE,
                i % 2 == 0 ? KeyId.generate(SECURE) : null,
                i % 3 == 0 ? MessageId.generate(SECURE) : null,
                i % 4 == 0 ? UUID.randomUUID() : null,
                origin,
                i % 6 == 0 ? Reason.EXPIRED : null,
                i % 7 == 0 ? "mailto:a@b.example" : null,
                i % 8 == 0 ? "plays" : null);
    }

    /** @return what somebody has done to the audit */
    private List<String> chainAll(AuditChain by) throws SQLException {
        List<String> alterations = new ArrayList<>();
        boolean isFull = true;
        while (isFull) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                AuditChain.Extension done = by.extend(connection, clock.instant());
                connection.commit();
                by.committed(done);
                alterations.addAll(done.alterations());
                isFull = done.isFull();
            }
        }
        return alterations;
    }

    private void assertBad(long place) throws Exception {
        assertThat(verify(keys, 0))
                .isInstanceOfSatisfying(
                        AuditVerdict.Bad.class, bad -> assertThat(bad.place()).isEqualTo(place));
    }

    private Path export(AuditKeys exporting, long afterHead) throws SQLException, IOException {
        Path file = directory.resolve("audit" + files++ + ".jsonl");
        try (Connection connection = source.getConnection()) {
            new AuditExport(connection, exporting).write(file, afterHead);
        }
        return file;
    }

    private AuditVerdict verify(AuditKeys exporting, long afterHead, String... keyIds)
            throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(export(exporting, afterHead))) {
            return new AuditVerifier(AuditExpectation.ofKeys(Set.of(keyIds)).after(afterHead)).verify(in);
        }
    }

    private List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static AuditKeys keys(KeyPair current, @Nullable KeyPair previous) {
        try {
            return new AuditKeys(current, previous);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
