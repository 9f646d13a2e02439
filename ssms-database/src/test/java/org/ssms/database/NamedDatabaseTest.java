package org.ssms.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.sql.XAConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.PostgresServer;

@Tag("peer")
class NamedDatabaseTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Logger LOGGER = Logger.getLogger(NamedDatabase.class.getName());
    private static PostgresServer postgres;

    private final Lines lines = new Lines();

    @BeforeAll
    static void start() {
        postgres = PostgresServer.launch("ssms");
    }

    @AfterAll
    static void end() {
        postgres.close();
    }

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void listen_no_more() {
        LOGGER.removeHandler(lines);
    }

    @Test
    void who_comes_before_the_database_waits_for_it_and_gets_his_connection() throws Exception {
        postgres.stop();
        CompletableFuture<Boolean> connected = connectLater(named(postgres.url("ssms")), postgres.password());
        lines.await("SSMS-9101 the database of ssms.db.url is away: Connection to ");
        assertThat(connected).isNotDone();
        postgres.start();
        assertThat(connected.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        lines.await("SSMS-9102 the database of ssms.db.url answers again");
        assertThat(lines.all()).hasSize(2);
    }

    @Test
    void a_wrong_password_is_said_once_and_waited_for_until_it_is_right() throws Exception {
        postgres.administer("alter user ssms password 'another'");
        try {
            CompletableFuture<Boolean> connected = connectLater(named(postgres.url("ssms")), postgres.password());
            lines.await("SSMS-9101 the database of ssms.db.url is away: FATAL: password authentication failed");
            assertThat(connected).isNotDone();
            postgres.administer("alter user ssms password '" + postgres.password() + "'");
            assertThat(connected.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(lines.all()).hasSize(2).noneMatch(line -> line.contains(postgres.password()));
        } finally {
            postgres.administer("alter user ssms password '" + postgres.password() + "'");
        }
    }

    @Test
    void once_it_has_answered_nobody_waits_while_it_is_away() throws Exception {
        NamedDatabase database = named(postgres.url("ssms"));
        connect(database, postgres.password());
        postgres.stop();
        try {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> connect(database, postgres.password())).isInstanceOf(SQLException.class);
            }
        } finally {
            postgres.start();
        }
        assertThat(connect(database, postgres.password())).isTrue();
        assertThat(lines.all()).hasSize(2);
    }

    @Test
    void a_server_that_keeps_no_prepared_transactions_is_named_before_a_message_is_lost_for_it() throws Exception {
        postgres.administer("alter system set max_prepared_transactions = 0");
        restart();
        CompletableFuture<XAConnection> connected = CompletableFuture.supplyAsync(() -> {
            try {
                return named(postgres.url("ssms")).getXAConnection("ssms", postgres.password());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        lines.await("max_prepared_transactions is 0 in postgresql.conf");
        postgres.administer("alter system reset max_prepared_transactions");
        restart();
        connected.get(LIMIT.toSeconds(), TimeUnit.SECONDS).close();
    }

    private static void restart() {
        postgres.stop();
        postgres.start();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://localhost/ssms, does not begin with jdbc:postgresql:",
        "'', does not begin",
        "jdbc:h2:file:/tmp/x, does not begin",
        "jdbc:postgresql://localhost:port/x, is none of PostgreSQL"
    })
    void a_url_that_will_never_do_is_refused_at_once(String url, String said) {
        assertThatThrownBy(() -> connect(named(url), "secret"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(said);
        lines.await("SSMS-9101 the database of ssms.db.url is away: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db/x?password=open-sesame", "jdbc:postgresql://ssms:sesame@db/x"})
    void a_url_with_a_password_is_not_used_and_not_shown(String url) {
        assertThatThrownBy(() -> connect(named(url), "secret")).hasMessage("a password does not belong into a URL");
        lines.await("a password does not belong into a URL");
        assertThat(lines.all()).noneMatch(line -> line.contains("sesame"));
    }

    @Test
    void where_none_is_named_h2_has_a_file_and_settings(@TempDir Path home) throws Exception {
        NamedDatabase database = named("embedded");
        database.setEmbedded(home.resolve("a,b") + ",TRACE_LEVEL_FILE=0,MODE=PostgreSQL");
        try (Connection connection = database.getConnection("ssms", "secret");
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'MODE'")) {
            assertThat(setting.next()).isTrue();
            assertThat(setting.getString(1)).isEqualTo("PostgreSQL");
        }
        assertThat(home.resolve("a,b.mv.db")).exists();
    }

    private static NamedDatabase named(String url) {
        NamedDatabase database = new NamedDatabase();
        database.setKey("ssms.db.url");
        database.setURL(url);
        return database;
    }

    private static CompletableFuture<Boolean> connectLater(NamedDatabase database, String password) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return connect(database, password);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static boolean connect(NamedDatabase database, String password) throws SQLException {
        try (Connection connection = database.getConnection("ssms", password)) {
            return connection.isValid(1);
        }
    }

    /** What is logged, as it is read. */
    private static final class Lines extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
            notifyAll();
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }

        synchronized void await(String part) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (lines.stream().noneMatch(line -> line.contains(part))) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(left).as(part + " in " + lines).isPositive();
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
