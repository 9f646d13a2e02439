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

    /** The SIP container is a product of its own, with tests on a JDK that nobody brings. */
    @Test
    void no_test_of_ours_is_skipped_for_what_the_machine_lacks() throws IOException {
        List<Path> modules;
        try (Stream<Path> folders = Files.list(ROOT)) {
            modules = folders.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        assertThat(modules).hasSizeGreaterThan(5);
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                assertThat(files.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("ToolTest.java"))
                                .filter(file -> SKIPS.matcher(text(file)).find()))
                        .isEmpty();
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
