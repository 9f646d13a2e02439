package org.ssms.database;

import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.postgresql.xa.PGXADataSource;

/**
 * The database that the operator has named by a URL, PostgreSQL; else H2 in a file. Until PostgreSQL has answered for
 * the first time everybody who wants a connection waits, so a server that starts before its database comes up together
 * with it; from then on nobody waits. The log has one line for each outage and one for its end. Thread-safe once the
 * properties are set, which the server does by name.
 */
public final class NamedDatabase implements DataSource, XADataSource {
    private static final Logger LOG = System.getLogger(NamedDatabase.class.getName());
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String EMBEDDED = "embedded";
    private static final Pattern FILE_AND_SETTINGS = Pattern.compile("(.*?)((?:,[A-Z_]+=\\w+)*)");
    private static final long PAUSE_SECONDS = 1;

    /** Nobody waits any more when the server goes down. */
    private static final CountDownLatch STOPPING = new CountDownLatch(1);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(STOPPING::countDown, "database-stop"));
    }

    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean answered;
    private volatile boolean keepsTransactions;
    private String key = "";
    private String url = EMBEDDED;
    private String embedded = "";
    private @Nullable FileKeeper keeper;

    /** What opens a connection. */
    private interface Opening<T> {
        T open() throws SQLException;
    }

    /** The configuration key that the URL comes from; for people. */
    public void setKey(String key) {
        this.key = key;
    }

    /** Of PostgreSQL; or the word {@value #EMBEDDED}. */
    public void setURL(String url) {
        this.url = url;
    }

    /** Where H2 has its file when no other database is named, and after commas its settings. */
    public void setEmbedded(String fileAndSettings) {
        this.embedded = fileAndSettings;
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return first(() -> {
            if (url.startsWith(POSTGRESQL)) {
                return postgres().getConnection(user, password);
            }
            Connection connection = h2().getConnection(user, password);
            keepFile(connection);
            return connection;
        });
    }

    @Override
    public XAConnection getXAConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return first(() -> {
            if (!url.startsWith(POSTGRESQL)) {
                XAConnection connection = h2().getXAConnection(user, password);
                try (Connection handle = connection.getConnection()) {
                    keepFile(handle);
                }
                return connection;
            }
            PGXADataSource postgres = postgres();
            if (!keepsTransactions) {
                requirePreparedTransactions(postgres, user, password);
                keepsTransactions = true;
            }
            return postgres.getXAConnection(user, password);
        });
    }

    /** Without them every transaction of more than the database itself would fail, and only then. */
    private static void requirePreparedTransactions(
            PGXADataSource postgres, @Nullable String user, @Nullable String password) throws SQLException {
        try (Connection connection = postgres.getConnection(user, password);
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("show max_prepared_transactions")) {
            if (!setting.next() || setting.getInt(1) == 0) {
                throw new SQLException("max_prepared_transactions is 0 in postgresql.conf, must be 50 or more");
            }
        }
    }

    private <T> T first(Opening<T> opening) throws SQLException {
        while (true) {
            try {
                T connection = opening.open();
                answered = true;
                if (away.compareAndSet(true, false)) {
                    LOG.log(Level.INFO, "SSMS-9102 the database of {0} answers again", key);
                }
                return connection;
            } catch (SQLException e) {
                if (away.compareAndSet(false, true)) {
                    // the cause is said in one sentence; who asked gets the exception
                    LOG.log(Level.ERROR, "SSMS-9101 the database of {0} is away: {1}", key, e.getMessage());
                }
                boolean isMistake = e instanceof SQLNonTransientConnectionException; // of ours, or H2's
                if (answered || isMistake || !url.startsWith(POSTGRESQL) || isStoppingAfterPause()) {
                    throw e;
                }
            }
        }
    }

    private static boolean isStoppingAfterPause() {
        try {
            return STOPPING.await(PAUSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private PGXADataSource postgres() throws SQLException {
        if (url.contains("password=") || url.contains("@")) {
            throw new SQLNonTransientConnectionException("a password does not belong into a URL");
        }
        PGXADataSource postgres = new PGXADataSource();
        try {
            postgres.setURL(url);
        } catch (IllegalArgumentException e) {
            throw new SQLNonTransientConnectionException("the URL is none of PostgreSQL", e);
        }
        postgres.setApplicationName("ssms");
        postgres.setTcpKeepAlive(true);
        return postgres;
    }

    private JdbcDataSource h2() throws SQLException {
        Matcher parts = FILE_AND_SETTINGS.matcher(embedded);
        if (!url.equals(EMBEDDED) || !parts.matches()) {
            throw new SQLNonTransientConnectionException("the URL does not begin with " + POSTGRESQL);
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + parts.group(1) + parts.group(2).replace(',', ';'));
        return h2;
    }

    /**
     * Of a database that was closed and opened again, too. Without a connection of its own, which would keep it open.
     */
    private synchronized void keepFile(Connection connection) throws SQLException {
        MVStore store = FileKeeper.store(connection);
        if (keeper == null || !keeper.keeps(store)) {
            FileKeeper next = new FileKeeper(store);
            Runnable keeping = () -> next.keep(NamedDatabase::isStoppingAfterPause);
            // it outlives the application whose thread is the first to ask, so it inherits nothing of that
            Thread thread = new Thread(null, keeping, "database-file", 0, false);
            thread.setContextClassLoader(NamedDatabase.class.getClassLoader());
            thread.setDaemon(true);
            thread.start();
            keeper = next;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(null, null);
    }

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return getXAConnection(null, null);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** The drivers' own. */
    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
