package org.ssms.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operations guide names what an operator can set and read. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LINE = 120;
    private static final Pattern KEY = Pattern.compile("\"(sip\\.[a-z]+[a-z.-]*[a-z])\"");

    private final String guide = text(ROOT.resolve("docs/operations.md"));

    @Test
    void every_configuration_key_is_in_the_operations_guide() {
        List<Path> defaults = mainFiles("microprofile-config.properties");
        assertThat(defaults).hasSizeGreaterThanOrEqualTo(2);
        Set<String> keys = new TreeSet<>();
        defaults.forEach(file -> keys.addAll(properties(file).stringPropertyNames()));
        keys.addAll(containerKeys());
        keys.removeIf(key -> !key.startsWith("ssms.") && !key.startsWith("sip.")); // others are WildFly's own
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(keys.stream().filter(key -> !guide.contains("`" + key + "`")))
                .isEmpty();
    }

    /** Tables are as wide as their cells. */
    @Test
    void the_lines_of_the_documents_can_be_read() {
        List<Path> documents = Stream.concat(
                        Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
                                .map(ROOT::resolve),
                        walk(ROOT.resolve("docs")).stream()
                                .filter(file -> file.toString().endsWith(".md")))
                .toList();
        assertThat(documents)
                .hasSizeGreaterThan(15)
                .allSatisfy(document -> assertThat(text(document)
                                .lines()
                                .filter(line -> !line.startsWith("|"))
                                .filter(line -> line.length() > LINE))
                        .as(document.toString())
                        .isEmpty());
    }

    /** The SIP container has no file of defaults: its keys stand in the code that reads them. */
    private static Set<String> containerKeys() {
        Set<String> keys = new TreeSet<>();
        mainFiles(ROOT.resolve("ssms-sip-container/ssms-sip-container-adapter"), ".java")
                .forEach(file -> KEY.matcher(text(file)).results().forEach(key -> keys.add(key.group(1))));
        assertThat(keys).contains("sip.connectors", "sip.tls.keystore");
        return keys;
    }

    private static List<Path> mainFiles(Path module, String suffix) {
        return walk(module.resolve("src/main")).stream()
                .filter(file -> file.toString().endsWith(suffix))
                .toList();
    }

    private static List<Path> mainFiles(String suffix) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .flatMap(folder -> walk(folder).stream())
                    .filter(file -> file.toString().endsWith(suffix))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(Files.readAllBytes(file), ISO_8859_1)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return properties;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
