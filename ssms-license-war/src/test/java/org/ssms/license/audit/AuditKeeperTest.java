package org.ssms.license.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.test.SettableClock;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditWriter;
import org.ssms.license.Origin;
import org.ssms.protect.audit.AuditVerdict;
import org.ssms.protect.audit.AuditVerifier;

/** The keeper as it runs, against H2: what it sees, says and writes down, and that it goes on. */
class AuditKeeperTest {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final KeyPair KEY = rsa();

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final CommittedRows committed = new CommittedRows();
    private final AuditKeeper keeper = new AuditKeeper();
    private final List<String> said = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    // held, so that they are not collected with their handlers
    private final Logger log = Logger.getLogger(AuditKeeper.class.getName());
    private final Logger lines = Logger.getLogger("org.ssms.license.chain");
    private final Handler saying = handler(said);
    private final Handler sending = handler(sent);
    private AuditKeys keys;
    private DataSource source;
    private AuditWriter writer;
    private TransactionalSequencer sequencer;
    private int files;

    @BeforeEach
    void begin() throws Exception {
        keys = new AuditKeys(KEY, null);
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        h2.setUser("license");
        source = h2;
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/ssms/license/schema")
                .load()
                .migrate();
        AuditChain.begin(source, keys, clock.instant());
        writer = new AuditWriter(source, keys, clock);
        TransactionalSequencer.inject(CommittedRows.class, committed, "clock", clock);
        writer.tell(committed::committed);
        set("committed", committed);
        set("clock", clock);
        set("every", EVERY);
        set("tsaEvery", Duration.ofHours(1));
        startWith(keys);
        log.addHandler(saying);
        lines.addHandler(sending);
        keeper.round(); // the row that introduces the key
        said.clear();
        sent.clear();
    }

    private void startWith(AuditKeys other) {
        AuditChain chain = new AuditChain(other, Set.of(), true);
        sequencer = new TransactionalSequencer(source, writer, chain, other, clock);
        set("chain", chain);
        set("sequencer", sequencer);
    }

    @AfterEach
    void end() {
        log.removeHandler(saying);
        lines.removeHandler(sending);
        writer.close();
    }

    @Test
    void what_is_chained_goes_to_who_collects_it_and_nothing_is_said() throws Exception {
        write(2);
        keeper.round();
        assertThat(said).isEmpty();
        assertThat(sent).hasSize(3);
        assertThat(Files.readAllLines(export())).endsWith(sent.toArray(String[]::new));
        later();
        assertThat(committed.overdue(clock.instant())).isEmpty();
    }

    @Test
    void a_row_that_is_deleted_before_it_is_chained_is_missed() throws Exception {
        write(2);
        execute("delete from license_audit where id = (select max(id) from license_audit)");
        keeper.round();
        assertThat(said).isEmpty();
        later();
        keeper.round();
        assertAltered(1, "was deleted before it was chained");
    }

    @Test
    void a_row_that_is_hidden_is_chained_or_missed() throws Exception {
        execute("alter table license_audit drop constraint license_audit_place_positive");
        write(1);
        execute("update license_audit set place = -id where place is null");
        keeper.round();
        assertAltered(1, "1 rows had a place");
        write(1);
        execute("update license_audit set place = 1000000 where place is null");
        later();
        keeper.round();
        assertAltered(2, "1 rows had a place");
        later();
        assertThat(committed.overdue(clock.instant())).isEmpty();
    }

    @Test
    void the_end_that_is_cut_is_missed() throws Exception {
        write(1);
        keeper.round();
        execute("delete from license_audit where place > 1");
        execute("delete from audit_head where number > 1");
        keeper.round();
        assertAltered(1, "heads 2 to 2 are gone");
    }

    @Test
    void a_forged_head_is_told_once_and_the_chain_goes_on() throws Exception {
        write(1);
        keeper.round();
        execute("update audit_head set signed = substring(signed from 1 for 200) where number = 2");
        keeper.round();
        assertThat(keeper.alterations()).isEqualTo(3);
        keeper.round();
        write(1);
        keeper.round();
        assertAltered(3, "1 heads behind head 1 are not of this chain, or forged");
    }

    @Test
    void an_error_ends_no_rounds_and_hides_no_deletion_and_is_told_once_for_an_outage() throws Exception {
        write(1);
        execute("delete from license_audit where place is null");
        later();
        sequencer.failNext(2);
        keeper.round();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("SSMS-4101", "StackOverflowError");
        assertThat(said.get(1)).contains("SSMS-4102", "was deleted before it was chained");
        keeper.round();
        assertThat(said).hasSize(2);
        keeper.round();
        said.remove(0);
        assertAltered(1, "was deleted before it was chained");
    }

    @Test
    void a_head_of_a_key_that_is_not_here_is_told_once_an_hour_and_nothing_is_signed() throws Exception {
        startWith(new AuditKeys(rsa(), null));
        keeper.round();
        keeper.round();
        assertThat(said)
                .singleElement()
                .asString()
                .contains("SSMS-4103", keys.heads().keyId());
        clock.advance(Duration.ofMinutes(59));
        keeper.round();
        assertThat(said).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        keeper.round();
        assertThat(said)
                .as("once more in an hour")
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("SSMS-4103"));
        assertThat(keeper.alterations()).isZero();
        assertThat(column("select count(*) from audit_head")).isEqualTo(1);
    }

    private int column(String count) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(count)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    @Test
    void at_the_end_it_chains_once_more() throws Exception {
        write(1);
        keeper.end();
        assertThat(sent).hasSize(2);
    }

    @Test
    void the_last_head_is_stamped_and_an_export_has_that() throws Exception {
        write(1);
        try (TestTsa tsa = new TestTsa(clock.instant())) {
            set("authority", new TimestampAuthority(tsa.address(), new SecureRandom()));
            tsa.answerWith(500);
            keeper.round();
            keeper.round();
            assertThat(said).singleElement().asString().contains("SSMS-4104");
            clock.advance(Duration.ofMinutes(2));
            tsa.answerWith(200);
            keeper.round();
            assertThat(said).hasSize(1);
        }
        assertThat(verify())
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.timestamps()).isEqualTo(1));
        execute("update audit_head set stamp = (select stamp from audit_head where number = 2) where number = 1"); // of
        // another head
        assertThat(verify())
                .isInstanceOfSatisfying(
                        AuditVerdict.Bad.class, bad -> assertThat(bad.problem()).contains("timestamp"));
    }

    /** So often in all, last this; and it is in the audit, which is sound. */
    private void assertAltered(int times, String what) throws Exception {
        assertThat(keeper.alterations()).isEqualTo(times);
        assertThat(said).hasSize(times).allSatisfy(line -> assertThat(line).contains("SSMS-4102"));
        assertThat(said).anySatisfy(line -> assertThat(line).contains(what));
        keeper.round();
        assertThat(verify()).isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
            assertThat(sound.altered()).isEqualTo(times);
            assertThat(sound.alterations())
                    .anySatisfy(one -> assertThat(one.what()).contains(what));
        });
        assertThat(said).hasSize(times);
    }

    private void write(int rows) {
        for (int i = 0; i < rows; i++) {
            writer.write(AuditEntry.granted(AuditEvent.LOGIN, new Origin("alice", "192.0.2." + i)));
        }
    }

    /** Now a row that was committed should have been chained. */
    private void later() {
        clock.advance(EVERY.multipliedBy(4));
    }

    private Path export() throws Exception {
        Path file = directory.resolve("audit" + files++);
        try (Connection connection = source.getConnection()) {
            new AuditExport(connection, keys).write(file, 0);
        }
        return file;
    }

    private AuditVerdict verify() throws Exception {
        try (InputStream in = Files.newInputStream(export())) {
            return new AuditVerifier(Set.of(keys.heads().keyId())).verify(in);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute(sql)).isFalse();
        }
    }

    private void set(String field, Object value) {
        TransactionalSequencer.inject(AuditKeeper.class, keeper, field, value);
    }

    private static Handler handler(List<String> into) {
        return new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord line) {
                into.add(formatter.formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new LinkageError(e.toString(), e);
        }
    }
}
