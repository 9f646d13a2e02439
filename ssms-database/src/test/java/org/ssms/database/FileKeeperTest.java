package org.ssms.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.XAConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileKeeperTest {
    private static final int COMMITS = 4000;
    private static final int CUTS = 40;
    private static final int MOST_BYTES = 2048;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Path DELIVERED = Path.of("../wildfly-config/src/main/cli/30-datasources.cli");
    private static final Pattern EMBEDDED = Pattern.compile("value=\"\\$\\{ssms.home}/db/\\w+((?:,[A-Z_]+=\\w+)+)\"");

    private final Random random = new Random(10);

    @TempDir
    Path home;

    static List<String> delivered() throws IOException {
        List<String> settings = EMBEDDED.matcher(Files.readString(DELIVERED))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(settings).as("one for each database").hasSize(2);
        return settings;
    }

    @ParameterizedTest
    @MethodSource("delivered")
    void a_commit_leaves_at_most_two_kilobytes_in_the_file(String settings) throws Exception {
        try (Connection connection = open("jdbc:h2:file:" + home.resolve("grown"), settings)) {
            FileKeeper keeper = FileKeeper.of(FileKeeper.store(connection));
            write(connection, 0, COMMITS / 4, keeper);
            long before = length("grown");
            write(connection, COMMITS / 4, COMMITS + COMMITS / 4, keeper);
            assertThat((length("grown") - before) / COMMITS).isLessThanOrEqualTo(MOST_BYTES);
        }
        try (Connection connection = open("jdbc:h2:file:" + home.resolve("grown"), settings)) {
            assertThat(count(connection)).isEqualTo(COMMITS + COMMITS / 4);
        }
    }

    @ParameterizedTest
    @MethodSource("delivered")
    void a_file_that_the_server_connects_to_becomes_small_again(String settings) throws Exception {
        NamedDatabase database = new NamedDatabase();
        database.setEmbedded(home.resolve("named") + settings);
        XAConnection xa = database.getXAConnection("ssms", "secret");
        try (Connection connection = xa.getConnection()) {
            prepare(connection);
            write(connection, 0, COMMITS, null);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            for (int row = COMMITS; length("named") > (long) COMMITS * MOST_BYTES; row++) {
                assertThat(System.nanoTime())
                        .as("in time: " + length("named") + " bytes")
                        .isLessThan(deadline);
                write(connection, row, row + 1, null);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            synchronized (FileKeeper.store(connection)) { // H2 asserts that nobody is at work when it closes
                xa.close();
            }
        }
    }

    @Test
    void a_row_that_is_written_again_and_again_leaves_nothing() throws Exception {
        String url = "jdbc:h2:file:" + home.resolve("again");
        try (Connection connection = open(url, delivered().get(0));
                PreparedStatement update = connection.prepareStatement("update deposit set wrapped = ?")) {
            FileKeeper keeper = FileKeeper.of(FileKeeper.store(connection));
            write(connection, 0, 1, null);
            for (int time = 0; time < COMMITS; time++) {
                update.setString(1, "time " + time);
                update.execute();
                connection.commit();
                if (time % 50 == 0) {
                    keeper.round();
                }
            }
            assertThat(length("again") / COMMITS).as("bytes a commit").isLessThanOrEqualTo(MOST_BYTES / 2);
        }
    }

    @Test
    void what_was_committed_before_the_last_round_is_there_after_a_power_cut() throws Exception {
        cutAfterRounds((round, now, disk) -> {
            disk.copyOrderly(copy(), random);
            assertThat(rowsOfCopy()).as("rows").isBetween(round, now);
        });
    }

    @Test
    void the_database_opens_after_a_power_cut_in_whatever_order_the_disk_has_written() throws Exception {
        cutAfterRounds((round, now, disk) -> {
            disk.copyAny(copy(), random);
            assertThat(rowsOfCopy()).as("rows").isBetween(0, now);
        });
    }

    private interface Cut {
        /** Rows at the last round and now. */
        void check(int round, int now, PowerCut.Disk disk) throws IOException, SQLException;
    }

    private void cutAfterRounds(Cut cut) throws IOException, SQLException {
        PowerCut.register();
        PowerCut.Disk disk = PowerCut.disk(home.resolve("cut.mv.db"));
        String url = "jdbc:h2:cut:" + home.resolve("cut");
        try (Connection connection = open(url, delivered().get(0))) {
            FileKeeper keeper = FileKeeper.of(FileKeeper.store(connection));
            int rows = 0;
            for (int count = 0; count < CUTS; count++) {
                write(connection, rows, rows + 20, null);
                rows += 20;
                keeper.round();
                int later = 50 + random.nextInt(200);
                write(connection, rows, rows + later, null);
                cut.check(rows, rows + later, disk);
                rows += later;
            }
        }
    }

    private Path copy() {
        return home.resolve("after.mv.db");
    }

    private int rowsOfCopy() throws IOException, SQLException {
        try (Connection connection = connect("jdbc:h2:file:" + home.resolve("after") + ";MAX_COMPACT_TIME=0")) {
            return count(connection);
        } finally {
            Files.delete(copy());
        }
    }

    private static Connection open(String url, String settings) throws SQLException {
        Connection connection = connect(url + settings.replace(',', ';'));
        prepare(connection);
        return connection;
    }

    private static Connection connect(String url) throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2.getConnection("ssms", "secret");
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists deposit (id int primary key, kid uuid unique, wrapped varchar(60))");
            statement.execute("create table if not exists audit (id int primary key, message varchar(36))");
            statement.execute("create index if not exists audit_message on audit (message)");
        }
    }

    /** One commit for each row, at random places of the indexes. */
    private void write(Connection connection, int from, int to, @Nullable FileKeeper keeper) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement deposit = connection.prepareStatement("insert into deposit values (?, ?, ?)");
                PreparedStatement audit = connection.prepareStatement("insert into audit values (?, ?)")) {
            for (int row = from; row < to; row++) {
                UUID kid = new UUID(random.nextLong(), random.nextLong());
                deposit.setInt(1, row);
                deposit.setObject(2, kid);
                deposit.setString(3, "k".repeat(60));
                deposit.execute();
                audit.setInt(1, row);
                audit.setString(2, kid.toString());
                audit.execute();
                connection.commit();
                if (keeper != null && row % 50 == 0) {
                    keeper.round();
                }
            }
        }
    }

    /** Of the rows, both tables and all indexes read. */
    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*), count(a.message), max(length(d.wrapped)) from deposit d"
                                + " join audit a on a.message = cast(d.kid as varchar(36))")) {
            rows.next();
            assertThat(rows.getInt(2)).isEqualTo(rows.getInt(1));
            return rows.getInt(1);
        }
    }

    private long length(String name) throws IOException {
        return Files.size(home.resolve(name + ".mv.db"));
    }
}
