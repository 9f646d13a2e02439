package org.ssms.it.inside;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;

/** What the tests have of the container: its database, and a failure at the end of a decision. */
@ApplicationScoped
public class Inside {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Resource(lookup = "java:jboss/datasources/LicenseDS")
    private DataSource database;

    private volatile @Nullable AuditEvent failing;

    /** In the transaction of the caller, if there is one. */
    public Connection connect() throws SQLException {
        return database.getConnection();
    }

    /** Sends to the database what the transaction of the caller has changed. */
    public void flush() {
        entities.flush();
    }

    /** From now on decisions about that fail at their end.
     *  @param event null: none does (any more) */
    public void failAt(@Nullable AuditEvent event) {
        failing = event;
    }

    /** All rows of the decision, that of the audit too, are in the database then, and nothing is committed. */
    public void written(@Observes AuditEntry entry) {
        if (entry.event() == failing) {
            entities.flush();
            throw new IllegalStateException("planted");
        }
    }
}
