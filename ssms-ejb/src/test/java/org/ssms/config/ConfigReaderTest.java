package org.ssms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.config.SsmsConfig.RoutingMode;

class ConfigReaderTest {
    /** The defaults as they are shipped, with the expressions in them resolved. */
    public static Map<String, String> defaults() throws IOException {
        Properties shipped = new Properties();
        try (InputStream in = ConfigReader.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            shipped.load(in);
        }
        Map<String, String> values = new HashMap<>();
        shipped.forEach((key, value) -> values.put(
                (String) key,
                ((String) value).replace("${ssms.home}", "/srv/ssms").replace("${ssms.domain}", "localhost")));
        return values;
    }

    private static SsmsConfig read(Map<String, String> values) {
        return ConfigReader.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void the_shipped_defaults_are_valid() throws IOException {
        SsmsConfig config = read(defaults());
        assertThat(config.rtp().bind()).containsExactly(InetAddress.getLoopbackAddress());
        assertThat(config.rtp().loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.recording().max()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.storage().directory()).hasToString("/srv/ssms/messages");
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
        "ssms.rtp.bind,               0.0.0.0",
        "ssms.rtp.bind,               ::",
        "ssms.rtp.bind,               ','",
        "ssms.rtp.bind,               '127.0.0.1,127.0.0.2'",
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
        "ssms.mailboxes.initial,      alice",
        "ssms.sip.mailbox-host,       'vm.localhost:x'",
        "ssms.sip.challenge-local-callers, maybe",
        "ssms.sip.accounts-file,      relative",
        "ssms.routing.mode,           forward",
        "ssms.routing.mode,           REDIRECT",
        "ssms.redirect.show-contacts, nobody",
        "ssms.routing.domains,        example.org",
        "ssms.routing.domains,        'example.org:forward'",
        "ssms.routing.domains,        '-bad-:proxy'",
        "ssms.location.url,           ldap://127.0.0.1",
        "ssms.location.url,           http://location.example.org",
        "ssms.location.url,           http://127.evil.example",
        "ssms.location.timeout,       0",
        "ssms.registrar.max-expires,  PT30S",
        "ssms.registrar.max-bindings, 0",
        "ssms.numbering.country-code, +49",
        "ssms.numbering.national-prefix, x",
        "ssms.numbers.initial,        +4930123456",
        "ssms.digest.algorithms,      SHA-1",
        "ssms.digest.algorithms,      ','",
        "ssms.digest.nonce-lifetime,  soon",
        "ssms.trunks.addresses,       example.org",
        "ssms.trunks.addresses,       10.0.0.0/33",
        "ssms.trunks.addresses,       10.0.0.0/-1",
        "ssms.stir.truststore,        roots.p12",
        "ssms.stir.x5u-hosts,         'https://certificates.example.org'",
        "ssms.stir.max-age,           60",
        "ssms.session.min,            PT30S",
        "ssms.session.expires,        PT80S",
        "ssms.srtp,                   yes",
        "ssms.flood.rate,             0",
        "ssms.flood.burst,            -5",
        "ssms.flood.sources,          all",
        "ssms.calls.max-per-user,     0",
        "ssms.calls.source-share,     101",
        "ssms.storage.min-free,       -1",
        "ssms.quota.messages-per-source, 0",
        "ssms.quota.mails-per-user,   none",
        "ssms.calls.max-load,         0.1"
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

    @Test
    void what_is_left_empty_is_not_there() throws IOException {
        SsmsConfig config = read(defaults());
        assertThat(config.location().url()).isNull();
        assertThat(config.stir().truststore()).isNull();
        assertThat(config.trunks().addresses()).isEmpty();
        assertThat(config.numbering().initial()).isEmpty();
        assertThat(config.sip().mailboxHost()).isEqualTo("vm.localhost");
    }

    @Test
    void every_domain_may_have_a_routing_mode_of_its_own() throws IOException {
        Map<String, String> values = defaults();
        values.put("ssms.routing.domains", "Proxy.Example.org:proxy, other.example.org:redirect");
        SsmsConfig.Routing routing = read(values).routing();
        assertThat(routing.modeOf("proxy.example.ORG")).isEqualTo(RoutingMode.PROXY);
        assertThat(routing.modeOf("localhost")).isEqualTo(RoutingMode.REDIRECT);
        assertThat(routing.domains()).containsOnlyKeys("proxy.example.org", "other.example.org");
    }

    @Test
    void a_subscriber_may_have_several_numbers_and_aliases() throws IOException {
        Map<String, String> values = defaults();
        values.put("ssms.numbers.initial", "alice:+4930123456, alice:a.liddell,bob:+4930123457");
        assertThat(read(values).numbering().initial())
                .containsOnly(
                        Map.entry("+4930123456", "alice"),
                        Map.entry("a.liddell", "alice"),
                        Map.entry("+4930123457", "bob"));
    }

    @Test
    void the_listening_points_of_the_sip_container_are_known() throws IOException {
        Map<String, String> values = defaults();
        assertThat(read(values).sip().connectors()).isEmpty();
        values.put("sip.connectors", "udp:127.0.0.1:5060, TLS:[::1]:5061");
        assertThat(read(values).sip().connectors())
                .containsExactly(
                        new SsmsConfig.Connector("udp", "127.0.0.1", 5060),
                        new SsmsConfig.Connector("tls", "::1", 5061));
        values.put("sip.connectors", "udp:localhost");
        assertThatThrownBy(() -> read(values)).hasMessageStartingWith("sip.connectors:");
    }

    @Test
    void a_trust_store_needs_its_password() throws IOException {
        Map<String, String> values = defaults();
        values.put("ssms.stir.truststore", "/srv/roots.p12");
        assertThatThrownBy(() -> read(values)).hasMessageStartingWith("ssms.stir.truststore-password-file:");
    }
}
