package org.ssms.license.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.ssms.protect.audit.AuditFormat;
import org.ssms.protect.audit.AuditRow;

/**
 * Writes what is in the chain, as it is in the database: what is wrong with it the verifier finds. Reads some rows at a
 * time, in no transaction. For one thread.
 */
final class AuditExport {
    private static final int PAGE = 1000;
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> ONLY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Connection connection;
    private final AuditKeys keys;

    AuditExport(Connection connection, AuditKeys keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /** What was written, how many of each. */
    record Written(long rows, long heads) {}

    private record Line(long place, String text) {}

    /**
     * Writes a new file, whole or not at all.
     *
     * @param file is not there yet
     * @param afterHead number of the head to begin with; 0: with the first row
     * @throws IOException also when the file is there
     * @throws IllegalArgumentException when there is no such head
     */
    Written write(Path file, long afterHead) throws IOException, SQLException {
        long from = afterHead == 0 ? 0 : placeOfHead(afterHead);
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path begun = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(begun, NEW, ONLY_OWNER)) {
            Written written = write(channel, from, afterHead);
            Files.move(begun, file); // whole, or not at all
            return written;
        } finally {
            Files.deleteIfExists(begun);
        }
    }

    private Written write(FileChannel channel, long from, long afterHead) throws IOException, SQLException {
        BufferedWriter out = new BufferedWriter(Channels.newWriter(channel, UTF_8));
        write(out, AuditFormat.first(chain(), publicKeys()));
        if (afterHead > 0) {
            write(out, heads(from - 1, from).remove().text());
        }
        Written written = write(out, from, lastPlace());
        out.flush();
        channel.force(true);
        return written;
    }

    /** @param until place of the last head: what is behind it would prove nothing */
    private Written write(BufferedWriter out, long from, long until) throws IOException, SQLException {
        long rows = 0;
        long heads = 0;
        long place = from;
        while (place < until) {
            List<Line> page = rows(place, until);
            long end = page.size() < PAGE ? until : page.get(page.size() - 1).place();
            Deque<Line> signed = heads(place, end);
            heads += signed.size();
            rows += page.size();
            for (Line row : page) {
                while (!signed.isEmpty() && signed.element().place() < row.place()) {
                    write(out, signed.remove().text());
                }
                write(out, row.text());
            }
            for (Line head : signed) {
                write(out, head.text());
            }
            place = end;
        }
        return new Written(rows, heads);
    }

    private static void write(BufferedWriter out, String line) throws IOException {
        out.append(line).append('\n');
    }

    private List<Line> rows(long from, long until) throws SQLException {
        List<Line> page = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select " + AuditChain.COLUMNS + ", hash"
                + " from license_audit where place > ? and place <= ? order by place fetch first " + PAGE
                + " rows only")) {
            select.setLong(1, from);
            select.setLong(2, until);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    AuditRow row = AuditChain.row(rows);
                    page.add(new Line(row.place(), row.toJson(String.valueOf(rows.getString("hash")))));
                }
            }
        }
        return page;
    }

    private Deque<Line> heads(long from, long until) throws SQLException {
        Deque<Line> heads = new ArrayDeque<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select place, signed, stamp from audit_head where place > ? and place <= ? order by number")) {
            select.setLong(1, from);
            select.setLong(2, until);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    heads.add(new Line(rows.getLong(1), AuditFormat.head(rows.getString(2), rows.getString(3))));
                }
            }
        }
        return heads;
    }

    private UUID chain() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from audit_chain");
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the row of audit_chain is gone");
            }
            return UUID.fromString(rows.getString(1));
        }
    }

    private List<String> publicKeys() throws SQLException {
        List<String> all = new ArrayList<>();
        all.add(keys.heads().publicKey());
        try (PreparedStatement select =
                connection.prepareStatement("select jwk from audit_key where key_id <> ? order by since")) {
            select.setString(1, keys.heads().keyId());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
        }
        return all;
    }

    private long lastPlace() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select coalesce(max(place), 0) from audit_head");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private long placeOfHead(long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select place from audit_head where number = ?")) {
            select.setLong(1, number);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalArgumentException("there is no head " + number);
                }
                return rows.getLong(1);
            }
        }
    }
}
