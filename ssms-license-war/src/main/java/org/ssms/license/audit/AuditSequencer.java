package org.ssms.license.audit;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.Reason;

/** What is done to the chain, each time in one transaction with what the audit says of that. */
@Stateless
public class AuditSequencer {
    @Resource(lookup = "java:jboss/datasources/LicenseDS")
    private DataSource database;

    @Inject
    private AuditChain chain;

    @Inject
    private AuditKeys keys;

    @Inject
    private AuditLog audit;

    @Inject
    private Clock clock;

    /** The first time that a key signs heads here, a row says so. */
    public void introduce() {
        try (Connection connection = database.getConnection()) {
            if (chain.introduce(connection, clock.instant())) {
                audit.record(AuditEntry.granted(AuditEvent.AUDIT_KEY, Origin.SELF)
                        .to(keys.heads().keyId()));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Chains some rows, and writes down what somebody has done to the audit, as far as it is seen now. */
    public AuditChain.Extension extend() {
        try (Connection connection = database.getConnection()) {
            AuditChain.Extension done = chain.extend(connection, clock.instant());
            done.alterations().forEach(this::record);
            return done;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * What became of rows that were committed.
     *
     * @param settled ids of those that are chained or gone
     * @param alterations what somebody has done, in words
     */
    public record Found(List<Long> settled, List<String> alterations) {}

    /** Looks after these rows, which should have been chained by now; each that is gone is written down. */
    public Found find(List<Long> ids) {
        List<Long> settled = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select place,"
                        + " place >= 1 and place <= (select coalesce(max(place), 0) from audit_head)"
                        + " from license_audit where id = ?")) {
            for (Long id : ids) {
                select.setLong(1, id);
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        deleted.add("row " + id + " was deleted before it was chained");
                        settled.add(id);
                    } else if (rows.getObject(1) != null && rows.getBoolean(2)) {
                        settled.add(id);
                    }
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        deleted.forEach(this::record);
        return new Found(settled, deleted);
    }

    private void record(String alteration) {
        audit.record(AuditEntry.refused(AuditEvent.AUDIT_ALTERED, Origin.SELF, Reason.ALTERED)
                .to(alteration));
    }

    /** A head that waits for its timestamp. */
    public record Unstamped(long number, String signed) {}

    /** The last head, when it has no timestamp. */
    public Optional<Unstamped> unstamped() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select number, signed, stamp from audit_head order by number desc fetch first 1 row only");
                ResultSet rows = select.executeQuery()) {
            return rows.next() && rows.getString(3) == null
                    ? Optional.of(new Unstamped(rows.getLong(1), rows.getString(2)))
                    : Optional.empty();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Keeps what an authority said about a head, in base64. */
    public void stamp(long head, String stamp) {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update audit_head set stamp = ? where number = ?")) {
            update.setString(1, stamp);
            update.setLong(2, head);
            update.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Unchecked, so that the transaction is rolled back. */
    private static IllegalStateException failure(SQLException cause) {
        return new IllegalStateException("the audit chain: " + cause.getMessage(), cause);
    }
}
