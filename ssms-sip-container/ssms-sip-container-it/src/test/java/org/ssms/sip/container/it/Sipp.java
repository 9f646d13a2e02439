package org.ssms.sip.container.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    record Run(String scenario, String user, int calls) {}

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
        Path work = Files.createTempDirectory(Path.of(System.getProperty("wildfly.work")), "sipp-");
        Path output = work.resolve("output");
        Process sipp = new ProcessBuilder(command(run, transport, work))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!sipp.waitFor(TIMEOUT_SECONDS + 20L, TimeUnit.SECONDS)) {
            sipp.destroyForcibly();
        }
        Matcher result = SUCCESSFUL.matcher(Files.readString(output, StandardCharsets.ISO_8859_1));
        int successful = 0;
        while (result.find()) {
            successful = Integer.parseInt(result.group(1)); // the last screen counts
        }
        return successful;
    }

    private static List<String> command(Run run, Transport transport, Path work) {
        return List.of(
                "sipp",
                "127.0.0.1:" + WildFly.SIP_PORT,
                "-sf",
                Path.of(System.getProperty("sipp.scenarios"), run.scenario() + ".xml")
                        .toString(),
                "-s",
                run.user(),
                "-t",
                transport.option,
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(LOCAL_PORT.incrementAndGet()),
                "-r",
                Integer.toString(CALLS_PER_SECOND),
                "-m",
                Integer.toString(run.calls()),
                "-nostdin",
                "-timeout",
                TIMEOUT_SECONDS + "s",
                "-trace_err",
                "-error_file",
                work.resolve("errors").toString());
    }
}
