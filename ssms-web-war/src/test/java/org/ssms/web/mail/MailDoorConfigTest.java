package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;

class MailDoorConfigTest {
    private static final Path DEFAULTS = Path.of("src/main/resources/META-INF/microprofile-config.properties");

    @TempDir
    Path home;

    /** What is shipped, with its expressions resolved. */
    private Map<String, String> shipped() throws IOException {
        Files.createDirectories(home.resolve("secrets/tls"));
        Files.writeString(home.resolve("secrets/tls/tls.p12"), "");
        Files.writeString(home.resolve("secrets/tls/password"), "secret");
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(DEFAULTS)) {
            properties.load(in);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((key, value) -> values.put(
                key.toString(),
                value.toString()
                        .replace("${ssms.home}", home.toString())
                        .replace("${jboss.bind.address:127.0.0.1}", "127.0.0.1")));
        return values;
    }

    private static Optional<MailDoorConfig> read(Map<String, String> values) {
        return MailDoorConfig.from(new ConfigValues(key -> Optional.ofNullable(values.get(key))));
    }

    @Test
    void no_port_is_open_unless_it_is_named() throws IOException {
        Map<String, String> values = shipped();
        assertThat(read(values)).isEmpty();
        values.put("ssms.mail-door.imaps.port", "1993");
        MailDoorConfig config = read(values).orElseThrow();
        assertThat(config.imaps()).isEqualTo(1993);
        assertThat(config.pop3() + config.pop3s() + config.imap()).isZero();
        assertThat(config.login()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.idle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.connections()).isEqualTo(4000);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "ssms.mail-door.pop3.port,              65536",
        "ssms.mail-door.pop3s.port,             -1",
        "ssms.mail-door.imap.port,              x",
        "ssms.mail-door.address,                not an address",
        "ssms.mail-door.keystore,               /no/such/file",
        "ssms.mail-door.keystore-password-file, /no/such/file",
        "ssms.mail-door.connections,            0",
        "ssms.mail-door.connections-per-source, 4001",
        "ssms.mail-door.sessions-per-user,      0",
        "ssms.mail-door.login,                  PT3M",
        "ssms.mail-door.login,                  PT0S",
        "ssms.mail-door.idle,                   PT29M",
        "ssms.mail-door.idle,                   PT3H",
    })
    void a_bad_value_is_refused_by_the_name_of_its_key(String key, String value) throws IOException {
        Map<String, String> values = shipped();
        values.put("ssms.mail-door.imaps.port", "1993");
        values.put(key, value);
        assertThatThrownBy(() -> read(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + ":");
    }
}
