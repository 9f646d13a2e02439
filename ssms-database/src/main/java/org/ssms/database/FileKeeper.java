package org.ssms.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStore.TxCounter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the file of an embedded database small, and in one piece when the power fails (ADR 0021). H2 tidies up by
 * itself only where it may lose what was committed last; where each commit is in the file before it returns, the
 * file keeps nearly all that was ever written. And what H2 writes over is gone, perhaps before the disk has what
 * stands for it. So here the disk is one more reader, of the version that was forced to it last: what this version
 * needs H2 keeps, whatever its age, and what only older ones need it writes over at once. Each round forces the present
 * version, and writes anew what is left of those parts of the file that are mostly dead. Commits go on meanwhile, but
 * for the moments in which they wait for one such part. One file may have several keepers, each for one thread.
 */
final class FileKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FileKeeper.class.getName());

    /** Percent of the file that is alive: above, nothing is written anew. At 75 that costs three times as much. */
    private static final int FILL = 50;

    /** Bytes, about, that are written anew at a time; commits wait as long. */
    private static final int PART = 1 << 20;

    /** How often in a round. */
    private static final int PARTS = 4;

    private final MVStore store;
    private @Nullable TxCounter onDisk;
    private long last = -1;
    private boolean told;

    FileKeeper(MVStore store) {
        this.store = store;
        store.setRetentionTime(Integer.MAX_VALUE);
    }

    /** What an H2 connection writes to. */
    static MVStore store(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    boolean keeps(MVStore other) {
        return store == other;
    }

    /**
     * Does a round after each pause until the database is closed.
     *
     * @param isLastPause waits; true: no more rounds
     */
    void keep(BooleanSupplier isLastPause) {
        try {
            while (!isLastPause.getAsBoolean() && !store.isClosed()) {
                try {
                    round();
                    told = false;
                } catch (RuntimeException e) {
                    if (!told && !store.isClosed()) { // it may be closed at any moment
                        LOG.log(
                                Level.ERROR,
                                "SSMS-9103 the file of a database cannot be forced to the disk, it grows: {0}, {1}",
                                e.getMessage(),
                                e.getCause());
                    }
                    told = true;
                }
            }
        } finally {
            close();
        }
    }

    /** Does nothing when nothing was committed since the last round. */
    void round() {
        long version = store.getCurrentVersion();
        if (version != last) {
            last = version;
            force();
            for (int part = 0; part < PARTS && store.compact(FILL, PART); part++) {
                commit();
            }
        }
    }

    private void force() {
        TxCounter forced = store.registerVersionUsage();
        try {
            commit(); // waits for one that is being written, which may be of that version
            store.sync();
        } catch (RuntimeException e) {
            close();
            store.deregisterVersionUsage(forced);
            throw e;
        }
        store.deregisterVersionUsage(onDisk);
        onDisk = forced;
        store.setRetentionTime(0);
    }

    /** Own commits are no reason for another round. */
    private void commit() {
        if (store.commit() > 0) {
            last++;
        }
    }

    /** From here on H2 keeps what dies, as long as it can, but no old versions in memory. */
    @Override
    public void close() {
        store.setRetentionTime(Integer.MAX_VALUE);
        store.deregisterVersionUsage(onDisk);
        onDisk = null;
        last = -1;
    }
}
