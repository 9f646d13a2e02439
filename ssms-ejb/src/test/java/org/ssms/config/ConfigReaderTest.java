package org.ssms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    /** The defaults as they are shipped, with the one expression in them resolved. */
    public static Map<String, String> defaults() throws IOException {
        Properties shipped = new Properties();
        try (InputStream in = ConfigReader.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            shipped.load(in);
        }
        Map<String, String> values = new HashMap<>();
        shipped.forEach(
                (key, value) -> values.put((String) key, ((String) value).replace("${ssms.home}", "/srv/ssms")));
        return values;
    }

    private static SsmsConfig read(Map<String, String> values) {
        return ConfigReader.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void the_shipped_defaults_are_valid() throws IOException {
        SsmsConfig config = read(defaults());
        assertThat(config.rtp().loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.recording().max()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.storageDirectory()).hasToString("/srv/ssms/messages");
        assertThat(config.initialMailboxes()).containsOnlyKeys("alice", "bob");
        assertThat(config.mail().enabled()).isFalse();
    }

    @Test
    void every_shipped_key_is_read() throws IOException {
        Map<String, String> values = defaults();
        Map<String, String> unread = new HashMap<>(values);
        ConfigReader.read(key -> {
            unread.remove(key);
            return Optional.ofNullable(values.get(key));
        });
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "ssms.domain,                 -bad-",
        "ssms.storage.directory,      relative/path",
        "ssms.rtp.bind,               not an address",
        "ssms.rtp.port-min,           16385",
        "ssms.rtp.port-min,           80",
        "ssms.rtp.port-max,           1024",
        "ssms.rtp.loops,              -1",
        "ssms.calls.max,              0",
        "ssms.calls.max,              many",
        "ssms.calls.retry-after,      0",
        "ssms.recording.max,          180",
        "ssms.recording.silence,      PT0S",
        "ssms.recording.first-media,  -PT1S",
        "ssms.greeting.language,      ../en",
        "ssms.license.url,            file:///etc/passwd",
        "ssms.license.timeout,        P2D",
        "ssms.mail.enabled,           yes",
        "ssms.mail.from,              nobody",
        "ssms.web.url,                'https://host with space'",
        "ssms.mailboxes.initial,      alice"
    })
    void a_bad_value_is_refused_by_the_name_of_its_key(String key, String value) throws IOException {
        Map<String, String> values = defaults();
        values.put(key, value);
        assertThatThrownBy(() -> read(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + ":");
    }

    @Test
    void a_missing_value_is_refused_by_the_name_of_its_key() throws IOException {
        Map<String, String> values = defaults();
        values.remove("ssms.node.keystore");
        assertThatThrownBy(() -> read(values)).hasMessage("ssms.node.keystore: has no value");
    }
}
