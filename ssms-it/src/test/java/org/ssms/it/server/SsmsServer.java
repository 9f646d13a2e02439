package org.ssms.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.ssms.it.Await;
import org.ssms.it.tool.Sources;

/** The assembled server as a process of its own, started by its launcher as {@code ./ssms run} does. */
public final class SsmsServer implements AutoCloseable {
    /** Of the demo accounts alice and bob. */
    public static final String PASSWORD = "only-for-tests-4711";

    private static final int HTTP = 8080;
    private static final int KEYS = 8090;

    static final int MANAGEMENT_FROM_HTTP = 9990 - HTTP;

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final int SIP = 5060;
    private static final int LDAP = 1389;
    private static final int LDAPS = 1636;
    private static final int POP3 = 1110;
    private static final int POP3S = 1995;
    private static final int IMAP = 1143;
    private static final int IMAPS = 1993;
    private static final String MENUS = "menus";
    private static final int OFFSET = Integer.getInteger("ssms.it.offset", 20_000);

    /**
     * On a class that takes all processors for a while, as the start of a server of its own does: it comes after those
     * that do not, so that what is called and played in real time at the beginning need not bear it.
     */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Order(Integer.MAX_VALUE)
    public @interface Heavy {}

    /**
     * As {@link Heavy}, on a class that does nothing in real time: it runs beside the others, after one another with
     * those of its kind.
     */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Order(Integer.MAX_VALUE)
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock("a server beside the others")
    public @interface Beside {}

    private final Path home;
    private final Path output;
    private final int offset;
    private final Path deployment;
    private Process process;

    private SsmsServer(
            Path deployment, String name, int index, Map<String, String> settings, Consumer<Path> preparation) {
        this.deployment = deployment;
        this.home = directory().resolve(name);
        this.output = directory().resolve(name + ".out");
        this.offset = offset(index);
        try {
            endLeftOver();
            delete(home);
            Files.createDirectories(home);
            // as an operator writes them, without the escapes of java.util.Properties; all others are as delivered
            Files.write(
                    home.resolve("ssms.properties"),
                    new TreeMap<>(settings)
                            .entrySet().stream()
                                    .map(line -> line.getKey() + "=" + line.getValue())
                                    .toList());
            preparation.accept(home);
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The server that most tests share: started before a run whose test classes ask for it, see {@link SharedServers},
     * stopped with the JVM. Mail goes to {@link Post}; there are the guests of {@link Accounts}.
     */
    public static SsmsServer shared() {
        return Shared.SERVER;
    }

    /** A fresh server of a test's own with an empty home.
     *  @param index 1 to 14, its place beside the shared server and others that run at the same time
     *  @param settings lines of its {@code ssms.properties} */
    public static SsmsServer start(String name, int index, Map<String, String> settings) {
        return start(name, index, settings, home -> {});
    }

    /**
     * The same with the guests of {@link Accounts}, mail to {@link Post}, a folder for menus, and SIP over WebSocket
     * beside the other doors.
     */
    public static SsmsServer startWithGuests(String name, int index) {
        Accounts accounts = Accounts.withGuests();
        Map<String, String> settings = new TreeMap<>(Post.settings());
        settings.put("ssms.mailboxes.initial", accounts.mailboxes());
        settings.put("ssms.mailboxes.lists", Accounts.lists());
        settings.put("ssms.phone.call-back", "+49 !+49900 @localhost");
        settings.put("ssms.trunks.addresses", Sources.TRUNK + "/32");
        int sip = sipPort(index);
        settings.put(
                "sip.connectors",
                "udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d,ws:127.0.0.1:%3$d"
                        .formatted(sip, sip + 1, sip + 2));
        settings.put(
                "ssms.menus.directory", directory().resolve(name).resolve(MENUS).toString());
        return start(name, index, settings, home -> {
            accounts.write(home);
            try {
                Files.createDirectory(home.resolve(MENUS));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The same with more in its home.
     *  @param preparation puts the files there before the start */
    public static SsmsServer start(String name, int index, Map<String, String> settings, Consumer<Path> preparation) {
        return start(Path.of(System.getProperty("ssms.it.deployment")), name, index, settings, preparation);
    }

    /** The same with another archive than the EAR. */
    public static SsmsServer start(
            Path deployment, String name, int index, Map<String, String> settings, Consumer<Path> preparation) {
        return new SsmsServer(deployment, name, index, settings, preparation);
    }

    /** Of a server {@linkplain #startWithGuests with guests}. */
    public Path menus() {
        return home.resolve(MENUS);
    }

    /** What is added to every port of the server in that place. */
    static int offset(int index) {
        return OFFSET + 100 * index;
    }

    /** SIP over UDP and TCP of the server in that place. */
    public static int sipPort(int index) {
        return SIP + offset(index);
    }

    /** Where the media server of that place deposits its keys. */
    static int keysPort(int index) {
        return KEYS + offset(index);
    }

    private static final class Shared {
        private static final SsmsServer SERVER = startWithGuests("shared", 0);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** Where the tests leave homes, logs and pictures. */
    public static Path directory() {
        return Path.of(System.getProperty("ssms.it.directory", "target/it")).toAbsolutePath();
    }

    public Path home() {
        return home;
    }

    /** The server process id. */
    public long pid() {
        return process.pid();
    }

    public URI http() {
        return URI.create("http://127.0.0.1:" + (HTTP + offset));
    }

    public URI https() {
        return URI.create("https://localhost:" + (8443 + offset));
    }

    /** What a client of {@link #https} trusts: the certificate of this server and no other. */
    public KeyStore certificate() {
        try {
            Path secrets = home.resolve("secrets/tls");
            char[] password =
                    Files.readString(secrets.resolve("password")).strip().toCharArray();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(secrets.resolve("tls.p12"))) {
                keys.load(in, password);
            }
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry(
                    "server", keys.getCertificate(keys.aliases().nextElement()));
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIP over UDP and TCP. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), SIP + offset);
    }

    /** SIP over TLS. */
    public InetSocketAddress sips() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), SIP + 1 + offset);
    }

    /** SIP over WebSocket, of a server with guests. */
    public InetSocketAddress webSocket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), SIP + 2 + offset);
    }

    /** LDAP with StartTLS. */
    public InetSocketAddress ldap() {
        return loopback(LDAP);
    }

    /** LDAP over TLS. */
    public InetSocketAddress ldaps() {
        return loopback(LDAPS);
    }

    /** POP3 with STLS. */
    public InetSocketAddress pop3() {
        return loopback(POP3);
    }

    /** POP3 over TLS. */
    public InetSocketAddress pop3s() {
        return loopback(POP3S);
    }

    /** IMAP with STARTTLS. */
    public InetSocketAddress imap() {
        return loopback(IMAP);
    }

    /** IMAP over TLS. */
    public InetSocketAddress imaps() {
        return loopback(IMAPS);
    }

    private InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset);
    }

    public Path log() {
        return home.resolve("server/log/server.log");
    }

    /** SIGKILL, as a power cut for the process. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts again on the same home. */
    public void restart() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it gracefully; does nothing when it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("the server did not stop within " + STOP);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        Path launcher = Path.of(System.getProperty("ssms.it.server"), "bin", "ssms-server");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "start");
        builder.environment()
                .putAll(Map.of(
                        "SSMS_HOME", home.toString(),
                        "SSMS_PORT_OFFSET", Integer.toString(offset),
                        "SSMS_DEMO_PASSWORD", PASSWORD,
                        "SSMS_DEPLOYMENT", deployment.toString()));
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Await.untilTrue("SSMS ready, see " + output, START, () -> {
            if (!started.isAlive()) {
                throw new AssertionError("the server ended: " + Files.readString(output));
            }
            return Files.readAllLines(output).contains("SSMS ready");
        });
        return started;
    }

    /** A run that was killed leaves its server behind, which is known by its home. */
    private void endLeftOver() throws IOException {
        Path file = home.resolve("server.pid");
        if (!Files.exists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(pid)
                .filter(handle -> handle.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains("-Dssms.home=" + home))
                .ifPresent(handle -> {
                    handle.destroyForcibly();
                    handle.onExit().join();
                });
    }

    private void awaitEnd() {
        process.onExit().join();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
