package org.ssms.license.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/**
 * Proofs that are good once, as long as they would be good: on all license servers that share a database. Thread-safe.
 */
public final class UsedProofs {
    /** Of the standard; drivers throw different exceptions with it. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    public UsedProofs(DataSource database) {
        this.database = database;
    }

    /**
     * Takes note of a use, at once and for good: to be called outside of a transaction.
     *
     * @param id of up to 64 characters
     * @return whether it is the first
     */
    public boolean use(String id, Instant now, Instant goodUntil) {
        try (Connection connection = database.getConnection();
                PreparedStatement forget = connection.prepareStatement("delete from used_proof where good_until < ?");
                PreparedStatement use = connection.prepareStatement("insert into used_proof (id, good_until)"
                        + " select cast(? as varchar(64)), cast(? as timestamp with time zone)"
                        + " where not exists (select 1 from used_proof where id = ?)")) {
            forget.setObject(1, now.atOffset(ZoneOffset.UTC));
            forget.executeUpdate();
            use.setString(1, id);
            use.setObject(2, goodUntil.atOffset(ZoneOffset.UTC));
            use.setString(3, id);
            return use.executeUpdate() == 1;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false; // somebody was quicker
            }
            throw new IllegalStateException("used proofs cannot be kept", e);
        }
    }
}
