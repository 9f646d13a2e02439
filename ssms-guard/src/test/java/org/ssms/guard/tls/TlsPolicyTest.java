package org.ssms.guard.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class TlsPolicyTest {
    private static final Path OF_HTTPS = Path.of("../wildfly-config/src/main/cli/65-tls.cli");

    private final SSLParameters parameters = new SSLParameters();

    @Test
    void the_other_doors_have_the_versions_and_suites_of_https_in_its_order() {
        TlsPolicy.apply(parameters);
        assertThat(parameters.getCipherSuites())
                .containsExactly(Stream.of("cipher-suite-names", "cipher-suite-filter")
                        .flatMap(name ->
                                Stream.of(setting(name + "=\"([^\"]+)\"").split(":", -1)))
                        .toArray(String[]::new));
        assertThat(parameters.getProtocols())
                .containsExactly(setting("protocols=\\[\"([^\\]]+)\"\\]").split("\",\"", -1));
        assertThat(parameters.getUseCipherSuitesOrder())
                .isEqualTo(Boolean.parseBoolean(setting("use-cipher-suites-order=([a-z]+)")));
    }

    private static String setting(String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(OF_HTTPS));
            assertThat(found.find()).as(pattern).isTrue();
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
