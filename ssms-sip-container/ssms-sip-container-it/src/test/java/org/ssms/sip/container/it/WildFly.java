package org.ssms.sip.container.it;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A plain WildFly as a child process, with a base directory and ports of its own and something deployed. The one with
 * the test WAR is started by the first test that asks for it and stopped when all are done.
 */
final class WildFly implements AutoCloseable {
    /** Added to all ports of the server and its callers, so that several runs can share a machine. */
    static final int PORT_OFFSET = Integer.getInteger("ssms.sip.it.offset", 21_000);

    static final int SIP_PORT = 5_060 + PORT_OFFSET;
    static final int SIPS_PORT = 5_061 + PORT_OFFSET;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path WORK = Path.of(System.getProperty("wildfly.work"));

    private static final String CONNECTORS = ("udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d"
                    + ",udp:[::1]:%1$d,tcp:[::1]:%1$d,tls:[::1]:%2$d")
            .formatted(SIP_PORT, SIPS_PORT);

    /** For connections: short enough to wait for, and for fewer than a test can open. */
    private static final List<String> LIMITS = List.of(
            "-Dsip.connections.first-message=PT6S",
            "-Dsip.connections.message=PT6S",
            "-Dsip.connections.idle=PT10S",
            "-Dsip.connections.write=PT4S",
            "-Dsip.connections.memory=4194304",
            "-Dsip.connections.max-per-source=200");

    private final Setup setup;
    private final Path home = Path.of(System.getProperty("wildfly.home"));
    private final Path work;
    private final Path deployments;
    private final Process process;
    private final JMXConnector jmx;

    /**
     * What makes servers different.
     *
     * @param work emptied at the start
     * @param java home of the JDK that it runs on
     * @param portOffset of the server's own ports
     * @param connectors as in {@code sip.connectors}
     * @param deployment copied under the name of {@code archive}
     * @param options of the JVM, after the others
     */
    record Setup(
            Path work,
            Path java,
            int portOffset,
            String connectors,
            Path deployment,
            String archive,
            List<String> options) {
        /** The server of nearly all tests. */
        static Setup usual() {
            Path java = Path.of(System.getProperty("java.home"));
            Path war = Path.of(System.getProperty("it.war"));
            return new Setup(WORK, java, PORT_OFFSET, CONNECTORS, war, "it.war", List.of());
        }
    }

    WildFly(Setup setup) throws Exception {
        this.setup = setup;
        work = setup.work();
        deployments = work.resolve("base/deployments");
        prepare();
        process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        jmx = connectWhenDeployed();
    }

    /** A server whose deployment fails is not left behind. */
    private JMXConnector connectWhenDeployed() throws Exception {
        try {
            awaitMarker("deployed");
            return connect();
        } catch (Exception | AssertionError e) {
            process.destroy();
            throw e;
        }
    }

    /** {@code ::1}. */
    static InetAddress ipv6Loopback() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    /** The server of this test run. */
    static WildFly of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(WildFly.class, key -> start(), WildFly.class);
    }

    private static WildFly start() {
        try {
            return new WildFly(Setup.usual());
        } catch (Exception e) {
            throw new IllegalStateException("WildFly does not start, see its log", e);
        }
    }

    /**
     * A copy of the configuration; the deployment scanner looks twice a second, so that redeploying takes no patience.
     */
    private void prepare() throws IOException, InterruptedException {
        deleteAll(work);
        Path configuration = work.resolve("base/configuration");
        Files.createDirectories(configuration);
        Files.createDirectories(deployments);
        try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
            for (Path file : files.toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()));
            }
        }
        Path standalone = configuration.resolve("standalone.xml");
        Files.writeString(
                standalone, Files.readString(standalone).replace("scan-interval=\"5000\"", "scan-interval=\"500\""));
        Files.writeString(work.resolve("password"), TestKeystore.PASSWORD + "\n");
        TestKeystore.create(work.resolve("tls.p12"), "localhost");
        TestKeystore.create(work.resolve("client.p12"), "trunk.example");
        TestKeystore.create(work.resolve("stranger.p12"), "stranger.example");
        TestKeystore.trust(work.resolve("trusted.p12"), work.resolve("client.p12"));
        Files.copy(setup.deployment(), deployments.resolve(setup.archive()));
    }

    /**
     * What is no leak must not look like one. A collection takes what is only softly reachable, too. The compiler does
     * not inline by what calls were seen: a frame of the server's own code in which an idle pool thread sleeps
     * (ThreadPoolExecutor.getTask) would hold the classes that were inlined into it, until that thread wakes.
     */
    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                setup.java().resolve("bin/java").toString(),
                "-Xmx512m",
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-XX:-UseTypeProfile",
                "-Djava.net.preferIPv4Stack=false"));
        for (String opened : List.of("java.lang", "java.io", "java.util", "java.security", "java.net")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(LIMITS);
        command.addAll(setup.options());
        command.addAll(List.of(
                "-Dorg.jboss.boot.log.file=" + work.resolve("base/boot.log"),
                "-Dlogging.configuration="
                        + work.resolve("base/configuration/logging.properties").toUri(),
                "-Djboss.home.dir=" + home,
                "-Djboss.server.base.dir=" + work.resolve("base"),
                "-Djboss.socket.binding.port-offset=" + setup.portOffset(),
                "-Dsip.connectors=" + setup.connectors(),
                "-Dsip.tls.keystore=" + work.resolve("tls.p12"),
                "-Dsip.tls.client-auth=want",
                "-Dsip.tls.truststore=" + work.resolve("trusted.p12"),
                "-Dsip.tls.truststore-password-file=" + work.resolve("password"),
                "-Dsip.tls.keystore-password-file=" + work.resolve("password"),
                "-jar",
                home.resolve("jboss-modules.jar").toString(),
                "-mp",
                home.resolve("modules").toString(),
                "org.jboss.as.standalone"));
        return command;
    }

    /** @param of {@code client}, which the server trusts, or {@code stranger}, which it does not */
    static Path keystore(String of) {
        return Path.of(System.getProperty("wildfly.work")).resolve(of + ".p12");
    }

    Path log() {
        return work.resolve("server.log");
    }

    String logText() throws IOException {
        return Files.readString(log());
    }

    /** A scanner in the middle of a scan may take a marker that is just gone for a new archive: then it goes again. */
    void undeploy() throws Exception {
        Await.until("the end of the deployment", PATIENCE, () -> {
            Files.deleteIfExists(marker("deployed"));
            return Files.exists(marker("undeployed"));
        });
    }

    /** Does nothing when it is deployed already. */
    void deploy() throws Exception {
        if (Files.exists(marker("deployed"))) {
            return;
        }
        Files.deleteIfExists(marker("undeployed"));
        Files.writeString(marker("dodeploy"), "");
        awaitMarker("deployed");
    }

    /**
     * Deploys {@code war} beside the test application.
     *
     * @return what the server says about the failure, empty when it deployed
     */
    String failureOf(Path war) throws Exception {
        String name = war.getFileName().toString();
        Files.copy(war, deployments.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Path failed = deployments.resolve(name + ".failed");
        Path deployed = deployments.resolve(name + ".deployed");
        Await.until(
                "an end of the deployment of " + name, PATIENCE, () -> Files.exists(failed) || Files.exists(deployed));
        String why = Files.exists(failed) ? Files.readString(failed) : "";
        Files.delete(deployments.resolve(name));
        return why;
    }

    private Path marker(String state) {
        return deployments.resolve(setup.archive() + "." + state);
    }

    private void awaitMarker(String state) throws Exception {
        Await.until("the marker " + state, PATIENCE, () -> {
            if (Files.exists(marker("failed"))) {
                throw new IllegalStateException("deployment failed: " + Files.readString(marker("failed")));
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended, see " + log());
            }
            return Files.exists(marker(state));
        });
    }

    Management management() throws IOException {
        return new Management(jmx.getMBeanServerConnection());
    }

    @SuppressWarnings("BanJNDI") // the address comes from the process that we started ourselves
    private JMXConnector connect() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    @Override
    public void close() throws IOException {
        jmx.close();
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    static void deleteAll(Path directory) throws IOException {
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
