package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./ssms} on a machine whose package manager we play. */
class SsmsScriptTest {
    private static final Path SCRIPT = Path.of("..", "ssms").toAbsolutePath().normalize();

    @TempDir
    private Path bin;

    @Test
    void the_tests_do_not_run_when_a_peer_could_not_be_brought() throws Exception {
        // everything is installed but sipp, which apt-get does not find
        program("dpkg-query", "[[ $* == *sip-tester* ]] && exit 1; echo 'ii '");
        program("apt-get", "exit 100");
        program("javac", "echo 'javac 17.0.1'");
        program("mvn", "echo 'the tests run'");

        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "test")
                .redirectErrorStream(true)
                .redirectOutput(bin.resolve("output").toFile());
        builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(bin.resolve("output"));
        assertThat(process.exitValue()).as(output).isEqualTo(1);
        assertThat(output).contains("could not be brought: sip-tester").doesNotContain("the tests run");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
