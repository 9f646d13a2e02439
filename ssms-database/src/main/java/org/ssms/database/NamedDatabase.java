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
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.xa.PGXADataSource;

/**
 * The database that the operator has named by a URL: H2 or PostgreSQL. Until PostgreSQL has answered for the first time
 * everybody who wants a connection waits, so a server that starts before its database comes up together with it; from
 * then on nobody waits. The log has one line for each outage and one for its end. Thread-safe once the properties are
 * set, which the server does by name.
 */
public final class NamedDatabase implements DataSource, XADataSource {
    private static final Logger LOG = System.getLogger(NamedDatabase.class.getName());
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String H2 = "jdbc:h2:";
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
    private String url = "";

    /** What opens a connection. */
    private interface Opening<T> {
        T open() throws SQLException;
    }

    /** The configuration key that the URL comes from; for people. */
    public void setKey(String key) {
        this.key = key;
    }

    public void setURL(String url) {
        this.url = url;
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return first(() -> url.startsWith(POSTGRESQL)
                ? postgres().getConnection(user, password)
                : h2().getConnection(user, password));
    }

    @Override
    public XAConnection getXAConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return first(() -> {
            if (!url.startsWith(POSTGRESQL)) {
                return h2().getXAConnection(user, password);
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
        if (url.contains("password=")) {
            throw new SQLNonTransientConnectionException("a password does not belong into a URL");
        }
        PGXADataSource postgres = new PGXADataSource();
        try {
            postgres.setURL(url);
        } catch (IllegalArgumentException e) {
            throw new SQLNonTransientConnectionException("not a URL of PostgreSQL: " + url, e);
        }
        postgres.setApplicationName("ssms");
        postgres.setTcpKeepAlive(true);
        return postgres;
    }

    private JdbcDataSource h2() throws SQLException {
        if (!url.startsWith(H2)) {
            throw new SQLNonTransientConnectionException("the URL begins with neither " + POSTGRESQL + " nor " + H2);
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2;
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
