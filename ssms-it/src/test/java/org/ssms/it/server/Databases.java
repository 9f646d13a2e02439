package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases of a server that has stopped, or a copy of those of one that runs. */
public final class Databases {
    private static final AtomicInteger COPIES = new AtomicInteger();

    private final Path files;
    private final Path secrets;

    private Databases(Path files, Path secrets) {
        this.files = files;
        this.secrets = secrets;
    }

    /** Puts the operator's password of these databases, which are not H2, into a home. */
    public static void givePassword(Path home, String password, String... databases) {
        try {
            Path folder = Files.createDirectories(home.resolve("secrets/db"));
            for (String database : databases) {
                Path file = Files.createFile(
                        folder.resolve(database),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, password + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a server that has stopped. */
    public Databases(SsmsServer server) {
        this(server.home().resolve("db"), server.home().resolve("secrets/db"));
    }

    /** What a running server has committed until now: each commit is in its file before it returns. */
    public static Databases copyOf(SsmsServer server) throws IOException {
        Path copy = Files.createDirectories(SsmsServer.directory().resolve("databases-" + COPIES.incrementAndGet()));
        for (String name : List.of("ssms.mv.db", "license.mv.db")) {
            Files.copy(
                    server.home().resolve("db").resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return new Databases(copy, server.home().resolve("secrets/db"));
    }

    /**
     * What the license server has decided of all events of a kind about a message, or why it refused, in their order.
     */
    public List<String> decisions(String event, String messageId) throws SQLException, IOException {
        return query(
                "license",
                "select coalesce(reason, decision) from license_audit where event = '" + event
                        + "' and message_id = ? order by id",
                messageId);
    }

    /** How many licenses for a message were given whose play was not given back. */
    public long plays(String messageId) throws SQLException, IOException {
        String sql = "select count(*) from lease l join grant_ g on g.id = l.grant_id"
                + " join message_key k on k.kid = g.kid where k.message_id = ? and l.state <> 'RETURNED'";
        return Long.parseLong(query("license", sql, messageId).get(0));
    }

    /** What came to the license server from an address, in order: event, actor, decision and reason. */
    public List<String> auditedFrom(String address) throws SQLException, IOException {
        return query(
                "license",
                "select event || ' ' || actor || ' ' || decision || ' ' || coalesce(reason, 'null')"
                        + " from license_audit where remote_address = ? order by id",
                address);
    }

    /** Everything in a database as SQL text.
     *  @param name {@code ssms} or {@code license} */
    public String dump(String name) throws SQLException, IOException {
        return String.join("\n", query(name, "SCRIPT"));
    }

    /** What an operator changes by hand. */
    public int change(String name, String sql) throws SQLException, IOException {
        try (Connection connection = connection(name);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }

    private Connection connection(String name) throws SQLException, IOException {
        String password = Files.readString(secrets.resolve(name)).strip();
        String url = "jdbc:h2:file:" + files.resolve(name) + ";IFEXISTS=TRUE;TRACE_LEVEL_FILE=0";
        return DriverManager.getConnection(url, name, password);
    }

    /** First column of each row. */
    public List<String> query(String name, String sql, String... parameters) throws SQLException, IOException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connection(name);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }
}
