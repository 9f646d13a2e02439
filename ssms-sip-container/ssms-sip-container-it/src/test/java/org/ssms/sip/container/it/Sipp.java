package org.ssms.sip.container.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls the server with sipp, one scenario of {@code src/test/resources/sipp} at a time. */
final class Sipp {
    private static final Pattern SUCCESSFUL = Pattern.compile("Successful call\\s*\\|\\s*\\d+\\s*\\|\\s*(\\d+)");
    /** Each run has its own: a TCP connection from the port of the run before would meet that one's TIME_WAIT. */
    private static final AtomicInteger LOCAL_PORT = new AtomicInteger(5_110 + WildFly.PORT_OFFSET);

    private static final int CALLS_PER_SECOND = 50;
    private static final int TIMEOUT_SECONDS = 60;

    private Sipp() {}

    /** One scenario. {@code user} is the user part of the request URI and tells the test application what to do. */
    record Run(String scenario, String user, int calls, int port) {
        Run(String scenario, String user, int calls) {
            this(scenario, user, calls, WildFly.SIP_PORT);
        }
    }

    enum Transport {
        UDP("u1"),
        TCP("t1");

        private final String option;

        Transport(String option) {
            this.option = option;
        }
    }

    /** Fails with a sentence where sipp is missing: without it these tests would prove nothing. */
    static void require() throws InterruptedException {
        try {
            new ProcessBuilder("sipp", "-v").redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            throw new AssertionError("sipp is not installed; on Debian: apt-get install sip-tester", e);
        }
    }

    /** Places the calls and returns how many of them went exactly as the scenario says. */
    static int successfulCalls(Run run, Transport transport) throws IOException, InterruptedException {
        return start(run, transport).successful();
    }

    /** Places the calls while the test does something else. */
    static Running start(Run run, Transport transport) throws IOException {
        return new Running(work(), command(run, transport));
    }

    /** A sipp that is at work. */
    static final class Running {
        private final Path output;
        private final Process process;

        private Running(Path work, List<String> command) throws IOException {
            output = work.resolve("output");
            process = new ProcessBuilder(command)
                    .directory(work.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        }

        /** Waits for the end and returns how many calls went exactly as the scenario says. */
        int successful() throws IOException, InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS + 20L, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Matcher result = SUCCESSFUL.matcher(Files.readString(output, StandardCharsets.ISO_8859_1));
            int successful = 0;
            while (result.find()) {
                successful = Integer.parseInt(result.group(1)); // the last screen counts
            }
            return successful;
        }
    }

    /** Starts a sipp that takes {@code calls} calls over UDP; it is ready on return. */
    static Running callee(String scenario, int calls, int port) throws Exception {
        Running callee =
                new Running(work(), command(scenario, calls, Transport.UDP, List.of("-p", Integer.toString(port))));
        Await.until("the callee", Duration.ofSeconds(10), () -> isBound(port));
        return callee;
    }

    /** Asks the kernel: to try and bind the port would take it away from the sipp that is about to. */
    private static boolean isBound(int port) throws IOException {
        String local = String.format(":%04X", port);
        return Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .anyMatch(line -> line.strip().split(" +", -1)[1].endsWith(local));
    }

    private static Path work() throws IOException {
        Path parent = Files.createDirectories(Path.of(System.getProperty("wildfly.work")));
        return Files.createTempDirectory(parent, "sipp-");
    }

    private static List<String> command(Run run, Transport transport) {
        return command(
                run.scenario(),
                run.calls(),
                transport,
                List.of(
                        "127.0.0.1:" + run.port(),
                        "-s",
                        run.user(),
                        "-p",
                        Integer.toString(LOCAL_PORT.incrementAndGet()),
                        "-r",
                        Integer.toString(CALLS_PER_SECOND)));
    }

    private static List<String> command(String scenario, int calls, Transport transport, List<String> side) {
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(side);
        command.addAll(List.of(
                "-sf",
                Path.of(System.getProperty("sipp.scenarios"), scenario + ".xml").toString(),
                "-t",
                transport.option,
                "-i",
                "127.0.0.1",
                "-m",
                Integer.toString(calls),
                "-nostdin",
                // a 100 that crosses the 200 is no failure; what the scenario waits for in vain still is one
                "-default_behaviors",
                "all,-abortunexp",
                "-timeout",
                TIMEOUT_SECONDS + "s",
                "-trace_err",
                "-error_file",
                "errors"));
        return command;
    }
}
