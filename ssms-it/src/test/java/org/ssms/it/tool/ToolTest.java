package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SKIPS = Pattern.compile("\\bAssumptions\\b|\\bassume[A-Z]|@(Disabled|Enabled)");

    @Test
    void a_missing_program_fails_and_names_its_package() {
        assertThatThrownBy(() -> Tool.require("no-such-program", "its-package"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its-package");
    }

    @Test
    void no_test_is_skipped_for_what_the_machine_lacks() throws IOException {
        List<Path> tests;
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(file -> file.toString().matches(".*/src/test/java/.*\\.java"))
                    .filter(file -> !file.endsWith("ToolTest.java"))
                    .toList();
        }
        assertThat(tests).hasSizeGreaterThan(200).anyMatch(file -> file.endsWith("Jdk25IT.java"));
        assertThat(tests.stream().filter(file -> SKIPS.matcher(text(file)).find()))
                .isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
