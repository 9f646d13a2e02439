package org.ssms.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Keeps the file of an embedded database small, and in one piece when the power fails (ADR 0021). H2 tidies up by
 * itself only where it may lose what was committed last; where each commit is in the file before it returns, the
 * file keeps nearly all that was ever written. And what H2 writes over is gone, perhaps before the disk has what
 * stands for it. So here H2 writes over nothing by itself: each round forces to the disk what is committed, then
 * sets free what that has replaced, and writes anew what is left of those parts of the file that are mostly dead.
 * Commits go on meanwhile. Thread-safe.
 */
final class FileKeeper {
    private static final Logger LOG = System.getLogger(FileKeeper.class.getName());

    /** Percent of the file that is alive: above, nothing is written anew. */
    private static final int FILL = 75;

    /** Bytes that a round writes anew, about. */
    private static final int REWRITTEN = 4 << 20;

    private final MVStore store;
    private long last = -1;
    private boolean told;

    private FileKeeper(MVStore store) {
        this.store = store;
        store.setRetentionTime(Integer.MAX_VALUE);
    }

    /** What an H2 connection writes to. */
    static MVStore store(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    static FileKeeper of(MVStore store) {
        return new FileKeeper(store);
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
        while (!isLastPause.getAsBoolean() && !store.isClosed()) {
            try {
                round();
                told = false;
            } catch (RuntimeException e) {
                if (!told && !store.isClosed()) { // it may be closed at any moment
                    LOG.log(
                            Level.ERROR,
                            "SSMS-9103 the file of a database is not tidied up, it grows: {0}",
                            e.toString());
                }
                told = true;
            }
        }
    }

    /** Does nothing when nothing was committed since the last round. */
    void round() {
        synchronized (store) { // others may keep it, too
            if (store.getCurrentVersion() != last) {
                tidyUp();
            }
        }
    }

    private void tidyUp() {
        MVStore.TxCounter committed = store.registerVersionUsage(); // what is replaced from now on stays
        try {
            store.commit(); // waits for one that is being written
            store.sync();
            store.setRetentionTime(0); // from here on a commit sets free what was replaced before
            store.compact(FILL, REWRITTEN);
            store.commit();
            last = store.getCurrentVersion();
        } finally {
            // in this order: else a commit would set free what stands for something that the disk does not have
            store.setRetentionTime(Integer.MAX_VALUE);
            store.deregisterVersionUsage(committed);
        }
    }
}
