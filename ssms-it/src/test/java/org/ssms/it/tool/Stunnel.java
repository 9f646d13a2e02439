package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** stunnel, a TLS client with OpenSSL inside: what is sent to its port in clear goes to the server in TLS. */
public final class Stunnel implements AutoCloseable {
    private final Background process;
    private final int port;

    private Stunnel(Background process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Opens a tunnel.
     *  @param directory for its configuration
     *  @param server a TLS port
     *  @param certificate the server's, PEM; no other is accepted */
    public static Stunnel open(Path directory, InetSocketAddress server, Path certificate) {
        Tool.require("stunnel4", "stunnel4");
        int port = Ports.free();
        Path configuration = directory.resolve("stunnel-" + port + ".conf");
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    configuration,
                    String.join(
                            "\n",
                            "foreground = yes",
                            "pid =",
                            "[sip]",
                            "client = yes",
                            "accept = 127.0.0.1:" + port,
                            "connect = 127.0.0.1:" + server.getPort(),
                            "CAfile = " + certificate,
                            "verifyPeer = yes",
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Background process =
                Background.start(directory.resolve("stunnel-" + port + ".out"), "stunnel4", configuration.toString());
        process.awaitSaying("Configuration successful");
        return new Stunnel(process, port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
