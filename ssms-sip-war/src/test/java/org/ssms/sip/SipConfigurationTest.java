package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.config.Configuration;
import org.ssms.sip.SipConfig.ShowContacts;

class SipConfigurationTest {
    private final Map<String, String> values = defaults();

    /** The defaults as they are shipped, with the expressions in them resolved. */
    private static Map<String, String> defaults() {
        Properties shipped = new Properties();
        try (InputStream in = Configuration.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            shipped.load(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, String> values = new HashMap<>();
        shipped.forEach((key, value) -> values.put(
                (String) key,
                ((String) value).replace("${ssms.home}", "/srv/ssms").replace("${ssms.domain}", "localhost")));
        return values;
    }

    @Test
    void every_shipped_key_is_read_by_one_of_the_two() {
        Map<String, String> unread = new HashMap<>(values);
        ConfigValues in = new ConfigValues(key -> {
            unread.remove(key);
            return Optional.ofNullable(values.get(key));
        });
        new Configuration(in);
        assertThat(unread).containsKey("ssms.flood.rate");
        new SipConfiguration(in);
        assertThat(unread).isEmpty();
    }

    @Test
    void the_shipped_defaults_are_valid() {
        SipConfig sip = SipConfig.from(new ConfigValues(key -> Optional.ofNullable(values.get(key))));
        assertThat(sip.pilotUsers()).containsExactly("voicemail");
        assertThat(sip.showContacts()).isEqualTo(ShowContacts.TRUSTED);
        assertThat(sip.challengeLocalCallers()).isTrue();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "ssms.sip.challenge-local-callers, maybe",
        "ssms.redirect.show-contacts, nobody",
        "ssms.session.min,            PT30S",
        "ssms.session.expires,        PT80S",
        "ssms.flood.rate,             0",
        "ssms.flood.burst,            -5",
        "ssms.flood.sources,          all"
    })
    void a_bad_value_is_refused_by_the_name_of_its_key(String key, String value) {
        values.put(key, value);
        assertThatThrownBy(() -> new SipConfiguration(new ConfigValues(name -> Optional.ofNullable(values.get(name)))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + ":");
    }
}
