package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Kamailio with the configuration that the operations guide shows. */
public final class Kamailio implements AutoCloseable {
    private final Background process;
    private final InetSocketAddress address;

    private Kamailio(Background process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it on an address of its own.
     *  @param how {@code DIVERSION}, {@code HISTORY}, {@code TARGET} or {@code PBX}: how it says for whom a call was
     *      meant
     *  @param mailbox the server behind it */
    public static Kamailio start(Path directory, String host, String how, InetSocketAddress mailbox) {
        Tool.require("kamailio", "kamailio");
        int port = Ports.free();
        try {
            Files.createDirectories(directory);
            Path configuration = Path.of(Objects.requireNonNull(Kamailio.class.getResource("/kamailio/front.cfg"))
                    .toURI());
            Background process = Background.start(
                    directory.resolve(how + ".out"),
                    "kamailio",
                    "-DD", // in the foreground
                    "-E", // says everything to us
                    "-m",
                    "32",
                    "-M",
                    "4",
                    "-f",
                    configuration.toString(),
                    "-Y",
                    directory.toString(),
                    "-A",
                    "SSMS=\"127.0.0.1:" + mailbox.getPort() + "\"",
                    "-A",
                    "WITH_" + how,
                    "-l",
                    "udp:" + host + ":" + port);
            return new Kamailio(process, new InetSocketAddress(host, port)).awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Kamailio awaitReady() {
        process.awaitSaying("Listening on");
        return this;
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.close();
    }
}
