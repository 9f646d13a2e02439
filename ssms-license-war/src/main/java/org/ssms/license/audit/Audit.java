package org.ssms.license.audit;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What an operator sees of the chain. May be used by several threads. */
@ApplicationScoped
public class Audit implements AuditMXBean {
    @Resource(lookup = "java:jboss/datasources/LicenseDS")
    private DataSource database;

    @Inject
    private AuditKeeper keeper;

    @Inject
    private AuditKeys keys;

    @Override
    public long getSigned() {
        return Long.parseLong(text("select coalesce(max(place), 0) from audit_head"));
    }

    @Override
    public long getWaiting() {
        return Long.parseLong(text("select count(*) from license_audit where place is null or place < 1"
                + " or place > (select coalesce(max(place), 0) from audit_head)"));
    }

    @Override
    public String getLastHead() {
        return text("select signed from audit_head order by number desc fetch first 1 row only");
    }

    @Override
    public String getKeyId() {
        return keys.heads().keyId();
    }

    @Override
    public long getAlterations() {
        return keeper.alterations();
    }

    @Override
    public String export(String file) {
        return exportAfter(file, 0);
    }

    @Override
    public String exportAfter(String file, long head) {
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + file);
        }
        keeper.chain();
        try (Connection connection = database.getConnection()) {
            AuditExport.Written written = new AuditExport(connection, keys).write(path, head);
            return written.rows() + " rows, " + written.heads() + " heads";
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write: " + e, e);
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the license server does not answer", e);
        }
    }

    private String text(String query) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(query);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the license server does not answer", e);
        }
    }
}
