package org.ssms.base.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of a test's own: Debian's, on an address of this machine that nobody else uses, in a directory that is
 * deleted with it. Where it is missing the test fails. Needs the JDBC driver on the class path of the tests.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String SUPERUSER = "postgres";
    private static final int PORT = 15432;
    private static final long LIMIT_SECONDS = 60;

    private final Path programs;
    private final Path directory;
    private final String address;
    private final String password;

    private PostgresServer() throws IOException {
        this.programs = programs();
        this.directory = Files.createTempDirectory("ssms-postgres");
        SecureRandom random = new SecureRandom();
        // all of 127/8 is this machine; with an address of its own no port is taken by somebody else
        this.address = "127.77." + random.nextInt(256) + "." + (1 + random.nextInt(254));
        this.password = Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX) + "-postgres";
    }

    /** Starts one with these databases, each owned by a user of its name. */
    public static PostgresServer launch(String... databases) {
        try {
            PostgresServer server = new PostgresServer();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.initialise();
            server.start();
            for (String database : databases) {
                server.create(database);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the superuser and of all others. */
    public String password() {
        return password;
    }

    public String url(String database) {
        return "jdbc:postgresql://" + address + ":" + PORT + "/" + database;
    }

    /** A connection of the database's owner. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), database, password);
    }

    /** Makes one more database, owned by a user of its name. */
    public void create(String database) {
        administer("create user " + database + " password '" + password + "'");
        administer("create database " + database + " owner " + database);
    }

    /** A statement of the superuser. */
    public void administer(String sql) {
        try (Connection connection = DriverManager.getConnection(url(SUPERUSER), SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Starts it again after {@link #stop}, with what was in it. */
    public void start() {
        run(programs.resolve("pg_ctl").toString(), "start", "-w", "-D", data());
    }

    /** Ends it at once, connections included. */
    public void stop() {
        run(programs.resolve("pg_ctl").toString(), "stop", "-w", "-m", "immediate", "-D", data());
    }

    @Override
    public void close() {
        if (!Files.exists(directory)) {
            return;
        }
        if (Files.exists(directory.resolve("data/postmaster.pid"))) {
            stop();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise() throws IOException {
        Path passwordFile = directory.resolve("password");
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, password);
        if (isRoot()) {
            for (Path path : List.of(directory, passwordFile)) {
                Files.setOwner(
                        path,
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SUPERUSER));
            }
        }
        run(
                programs.resolve("initdb").toString(),
                "-D",
                data(),
                "-U",
                SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        Files.writeString(directory.resolve("data/postgresql.conf"), """
                port = %d
                listen_addresses = '%s'
                unix_socket_directories = '%s'
                max_connections = 200
                max_prepared_transactions = 100
                fsync = off
                """.formatted(PORT, address, directory));
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL refuses to be run by root. */
    private void run(String... command) {
        List<String> line = new ArrayList<>(isRoot() ? List.of("runuser", "-u", SUPERUSER, "--") : List.of());
        line.addAll(List.of(command));
        Path output = directory.resolve("output");
        try {
            // the server inherits its output: a pipe would never end
            Process process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " failed: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of the newest version that is installed. */
    private static Path programs() throws IOException {
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                List<Path> found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted(Comparator.comparing(Path::toString))
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(found.size() - 1);
                }
            }
        }
        throw new AssertionError("PostgreSQL is not installed (Debian package postgresql)");
    }
}
