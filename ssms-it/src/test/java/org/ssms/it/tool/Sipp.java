package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** sipp plays the scenarios under {@code src/test/resources/sipp}. */
public final class Sipp {
    /** How SIP travels, as sipp names it. */
    public enum Transport {
        UDP("u1"),
        TCP("t1");

        private final String option;

        Transport(String option) {
            this.option = option;
        }
    }

    private Sipp() {}

    /** Plays a scenario some times, and each must succeed. */
    public static void play(String scenario, InetSocketAddress server, String user, Transport transport, int times) {
        Tool.Result result = Tool.run(
                new byte[0],
                List.of(
                        "sipp",
                        "127.0.0.1:" + server.getPort(),
                        "-sf",
                        file(scenario),
                        "-s",
                        user,
                        "-t",
                        transport.option,
                        "-i",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(freePort()),
                        "-m",
                        Integer.toString(times),
                        "-r",
                        "20",
                        "-nostdin",
                        "-timeout",
                        "60",
                        "-timeout_error",
                        "-recv_timeout",
                        "30000"));
        assertThat(result.exitCode())
                .as(scenario + " over " + transport + "\n" + result.errors())
                .isZero();
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String scenario) {
        try {
            return Path.of(Objects.requireNonNull(Sipp.class.getResource("/sipp/" + scenario + ".xml"), scenario)
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
