package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** sipp plays the scenarios under {@code src/test/resources/sipp}. */
public final class Sipp {
    /** How SIP travels. Debian's sipp speaks no TLS itself: it speaks TCP to {@link Stunnel}. */
    public enum Transport {
        UDP("u1"),
        TCP("t1"),
        TLS("t1");

        private final String option;

        Transport(String option) {
            this.option = option;
        }
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Sipp() {}

    /** Plays a scenario some times, and each must succeed. */
    public static void play(String scenario, InetSocketAddress server, String user, Transport transport, int times) {
        play(scenario, server.getPort(), transport, Map.of("user", user), times);
    }

    /** Plays a scenario with words of ours in it, from an address of its own (over TLS from that of the tunnel).
     *  @param port of the server, or of the tunnel to it
     *  @param values {@code @name@} in the scenario becomes the value; {@code @via@} becomes the transport,
     *      {@code address} is from where it is played, and {@code digest-uri} what credentials are for, without scheme
     *  @param times how often; each must succeed */
    public static void play(String scenario, int port, Transport transport, Map<String, String> values, int times) {
        Tool.require("sipp", "sip-tester");
        String text = text(scenario, transport, values);
        List<String> command = new ArrayList<>(List.of(
                "sipp",
                "127.0.0.1:" + port,
                "-sf",
                file(scenario, text),
                "-s",
                values.getOrDefault("user", "nobody"),
                "-t",
                transport.option,
                "-i",
                values.getOrDefault("address", Sources.next().getHostAddress()),
                "-p",
                Integer.toString(Ports.free()),
                "-m",
                Integer.toString(times),
                "-r",
                "20",
                "-nostdin",
                // a 100 Trying may cross the 200; what a scenario waits for in vain still fails
                "-default_behaviors",
                "all,-abortunexp",
                "-timeout",
                "110",
                "-timeout_error",
                "-recv_timeout",
                "50000"));
        if (values.containsKey("digest-uri")) {
            command.addAll(List.of("-auth_uri", values.get("digest-uri")));
        }
        if (!text.contains("retrans=")) {
            command.add("-nr"); // what the server repeats is to be seen by the scenario
        }
        Tool.Result result = Tool.run(new byte[0], command);
        assertThat(result.exitCode())
                .as(scenario + " over " + transport + " with " + values + "\n" + result.errors())
                .isZero();
    }

    private static String file(String scenario, String text) {
        try {
            Path file = Path.of(
                            "target",
                            "it",
                            "sipp",
                            scenario.replace("/", "-") + "-" + NUMBER.incrementAndGet() + ".xml")
                    .toAbsolutePath();
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String scenario, Transport transport, Map<String, String> values) {
        String text = text("/sipp/" + scenario + ".xml").replace("@via@", transport.toString());
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    private static String text(String resource) {
        try (var in = Objects.requireNonNull(Sipp.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
