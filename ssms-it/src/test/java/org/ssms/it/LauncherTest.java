package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher says of ports before it starts a server; Java is played. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "wildfly-config/src/main/bin/ssms-server")
            .toAbsolutePath()
            .normalize();
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Looked at first. */
    private static final int HTTP = 8080;

    private static final String BY_US =
            "process " + ProcessHandle.current().pid() + " (java); end that or set SSMS_PORT_OFFSET";

    @TempDir
    private Path directory;

    @BeforeEach
    void makeHome() throws IOException {
        Files.createFile(Files.createDirectory(directory.resolve("home")).resolve("ssms.properties"));
        Path java = Files.writeString(directory.resolve("java"), """
                #!/usr/bin/env bash
                if [[ $* == *-version ]]; then echo '    java.specification.version = 17'; exit; fi
                echo 'Java begins'
                exit 1
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void a_port_that_is_taken_is_named_with_the_process_that_has_it() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, HERE)) {
            int port = other.getLocalPort();
            assertThat(start(port - HTTP)).contains("ssms: TCP port " + port + " is taken by " + BY_US);
        }
    }

    /** The kernel gives such ports to whoever connects anywhere, and no server can have one meanwhile. */
    @Test
    void the_port_from_which_somebody_is_connected_is_taken_too() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, HERE);
                Socket connected = new Socket(HERE, elsewhere.getLocalPort())) {
            int port = connected.getLocalPort();
            assertThat(start(port - HTTP)).contains("ssms: TCP port " + port + " is taken by a connection of " + BY_US);
        }
    }

    @Test
    void what_the_connections_of_a_server_leave_after_its_end_hinders_nobody() throws Exception {
        int port;
        int peer;
        try (ServerSocket before = new ServerSocket(0, 1, HERE);
                Socket client = new Socket(HERE, before.getLocalPort())) {
            port = before.getLocalPort();
            peer = client.getLocalPort();
            before.accept().close(); // first, so that the kernel keeps this end
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        Pattern left =
                Pattern.compile(String.format(Locale.ROOT, "0100007F:%04X [0-9A-F]*0100007F:%04X 06", port, peer));
        Await.untilTrue(
                "the kernel keeps this end",
                LIMIT,
                () -> left.matcher(sockets()).find());
        // one of the other ports that belong to this offset may be somebody's
        assertThat(start(port - HTTP))
                .containsAnyOf("Java begins", "is taken by")
                .doesNotContain("TCP port " + port + " ");
        assertThat(sockets()).containsPattern(left);
    }

    /** Those of TCP: local address, remote address, state (06 is TIME_WAIT). */
    private static String sockets() throws IOException {
        return Files.readString(Path.of("/proc/net/tcp")) + Files.readString(Path.of("/proc/net/tcp6"));
    }

    private String start(int offset) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString(), "start")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("SSMS_HOME", directory.resolve("home").toString());
        builder.environment().put("SSMS_PORT_OFFSET", Integer.toString(offset));
        builder.environment().put("SSMS_DEPLOYMENT", LAUNCHER.toString());
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isEqualTo(1);
        return said;
    }
}
