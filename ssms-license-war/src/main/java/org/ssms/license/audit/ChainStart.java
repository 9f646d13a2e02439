package org.ssms.license.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code audit_chain}: which chain it is, and which rows are older than it. Who makes the chain longer holds
 * its lock. It has a MAC, so that nobody else makes rows older than the chain.
 *
 * @param unprovedUntil last id of the rows of before the chain
 */
record ChainStart(UUID chain, long unprovedUntil) {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONTEXT = "ssms-audit-chain-1\n";

    private byte[] said() {
        return (CONTEXT + chain + "\n" + unprovedUntil).getBytes(US_ASCII);
    }

    /**
     * Where there is none yet. Rows are older than the chain only if there is nothing of a chain: else somebody has
     * removed its row.
     */
    static void begin(Connection connection, AuditKeys keys, Instant now) throws SQLException {
        if (number(connection, "select count(*) from audit_chain") > 0) {
            return;
        }
        long until = number(
                connection,
                "select case when exists (select 1 from audit_head)"
                        + " or exists (select 1 from license_audit where mac is not null or place is not null)"
                        + " then 0 else coalesce((select max(id) from license_audit), 0) end");
        try {
            new ChainStart(UUID.randomUUID(), until).insert(connection, keys, now);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) { // else somebody was quicker
                throw e;
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Locks the row; null: it is gone, or nobody of us has written it. */
    static @Nullable ChainStart lock(Connection connection, AuditKeys keys) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select id, unproved_until, mac from audit_chain for update");
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            ChainStart start = new ChainStart(UUID.fromString(rows.getString(1)), rows.getLong(2));
            return keys.haveAuthenticated(start.said(), String.valueOf(rows.getString(3))) ? start : null;
        }
    }

    /** Gives it the MAC of the key of now, so that the one of before may be forgotten. */
    void seal(Connection connection, AuditKeys keys) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update audit_chain set mac = ? where mac <> ?")) {
            String mac = keys.mac(said());
            update.setString(1, mac);
            update.setString(2, mac);
            update.executeUpdate();
        }
    }

    /** Writes the row anew. In the transaction of the connection. */
    void write(Connection connection, AuditKeys keys, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from audit_chain")) {
            delete.executeUpdate();
        }
        insert(connection, keys, now);
    }

    private void insert(Connection connection, AuditKeys keys, Instant now) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into audit_chain (id, started_at, unproved_until, mac)"
                        + " values (cast(? as uuid), ?, ?, ?)")) {
            insert.setString(1, chain.toString());
            insert.setObject(2, AuditChain.utc(now));
            insert.setLong(3, unprovedUntil);
            insert.setString(4, keys.mac(said()));
            insert.executeUpdate();
        }
    }
}
