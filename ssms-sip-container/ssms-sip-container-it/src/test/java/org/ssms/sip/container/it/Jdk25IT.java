package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same server and application on JDK 25. Where there is none on the machine, that is a failure. */
class Jdk25IT {
    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final int FURTHER = 600;
    private static final int SIP_PORT = 5_080 + WildFly.PORT_OFFSET;
    private static final int CALLS = 50;

    private static Path jdk25() throws IOException {
        try (Stream<Path> jdks = Files.list(JDKS)) {
            return jdks.filter(jdk -> release(jdk).contains("JAVA_VERSION=\"25"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no JDK 25 in " + JDKS));
        }
    }

    private static String release(Path jdk) {
        try {
            return Files.readString(jdk.resolve("release"));
        } catch (IOException noJdk) {
            return "";
        }
    }

    @Test
    void calls_and_undeployment_succeed_on_jdk_25() throws Exception {
        Sipp.require();
        WildFly.Setup setup = new WildFly.Setup(
                Path.of(System.getProperty("wildfly.work")).resolveSibling("server-on-jdk-25"),
                jdk25(),
                WildFly.PORT_OFFSET + FURTHER,
                "udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d".formatted(SIP_PORT, SIP_PORT + 1),
                Path.of(System.getProperty("it.war")),
                "it.war",
                List.of());
        try (WildFly server = new WildFly(setup)) {
            assertThat(server.management().javaVersion()).isEqualTo("25");
            for (Sipp.Transport transport : Sipp.Transport.values()) {
                assertThat(Sipp.successfulCalls(new Sipp.Run("call", "later", CALLS, SIP_PORT), transport))
                        .isEqualTo(CALLS);
            }
            assertThat(server.logText()).doesNotContain("Exception").doesNotContain("Error:");
            server.undeploy();
            assertThat(server.management().hasApplicationBean()).isFalse();
        }
    }
}
