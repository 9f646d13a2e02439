package org.ssms.license.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Numbers of audit rows from their sequence. Asked for before a row is made, as its MAC is about its number, too.
 * Thread-safe.
 */
public final class AuditIds {
    private static final String POSTGRESQL = "PostgreSQL";

    private final String next;

    /** Asks what database it is. */
    public AuditIds(DataSource database) {
        try (Connection connection = database.getConnection()) {
            boolean isPostgres =
                    connection.getMetaData().getDatabaseProductName().equals(POSTGRESQL);
            // the standard's own form PostgreSQL does not know
            next = isPostgres ? "select nextval('license_audit_id')" : "select next value for license_audit_id";
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the license server does not answer", e);
        }
    }

    /** One that nobody else gets. Sends nothing else to the database. */
    public long next(EntityManager entities) {
        Object id = entities.createNativeQuery(next)
                .setFlushMode(FlushModeType.COMMIT)
                .getSingleResult();
        return ((Number) id).longValue();
    }
}
