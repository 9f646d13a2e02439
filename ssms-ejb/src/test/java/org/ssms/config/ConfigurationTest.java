package org.ssms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.call.CallConfig;
import org.ssms.call.StreamConfig;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.LocationConfig;
import org.ssms.location.LocationConfig.RoutingMode;
import org.ssms.mailbox.MailboxConfig;
import org.ssms.notify.MailConfig;
import org.ssms.protect.drm.LicenseAddress;
import org.ssms.recording.RecordingConfig;

class ConfigurationTest {
    /** The defaults as they are shipped, with the expressions in them resolved. */
    public static Map<String, String> defaults() throws IOException {
        Properties shipped = new Properties();
        try (InputStream in = Configuration.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            shipped.load(in);
        }
        Map<String, String> values = new HashMap<>();
        shipped.forEach((key, value) -> values.put(
                (String) key,
                ((String) value).replace("${ssms.home}", "/srv/ssms").replace("${ssms.domain}", "localhost")));
        return values;
    }

    private static ConfigValues values(Map<String, String> values) {
        return new ConfigValues(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void the_shipped_defaults_are_valid() {
        new Configuration(TestConfig.defaults());
        CallConfig call = CallConfig.from(TestConfig.defaults());
        assertThat(call.rtp().bind()).containsExactly(InetAddress.getLoopbackAddress());
        assertThat(call.rtp().loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        RecordingConfig recording = RecordingConfig.from(TestConfig.defaults());
        assertThat(recording.limits().max()).isEqualTo(Duration.ofMinutes(3));
        assertThat(recording.storage().directory()).hasToString("/srv/ssms/messages");
        assertThat(MailboxConfig.from(TestConfig.defaults()).initial()).containsOnlyKeys("alice", "bob");
        assertThat(MailConfig.from(TestConfig.defaults()).enabled()).isFalse();
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
        "ssms.prompts.directory,      relative",
        "ssms.prompts.directory,      /no/such/folder",
        "ssms.menus.directory,        /no/such/folder",
        "ssms.license.url,            file:///etc/passwd",
        "ssms.license.timeout,        P2D",
        "ssms.stream.license-https,   license.example.org",
        "ssms.stream.license-https,   'license.example.org:0'",
        "ssms.stream.license-ldaps,   'ldaps://license.example.org'",
        "ssms.stream.license-ldaps,   'license.example.org:65536'",
        "ssms.stream.no-common-drm,   200",
        "ssms.stream.min-drm,         none",
        "ssms.drm.directory,          /no/such/folder",
        "ssms.mail.enabled,           yes",
        "ssms.mail.from,              nobody",
        "ssms.web.url,                'https://host with space'",
        "ssms.mailboxes.initial,      alice",
        "ssms.mailboxes.lists,        sales",
        "ssms.mailboxes.lists,        'sales:'",
        "ssms.mailboxes.lists,        ':alice'",
        "ssms.mailboxes.lists,        'sales:alice/bob'",
        "ssms.mailboxes.lists,        'sales:alice BOB bob'",
        "ssms.mailboxes.lists,        'alice:bob'",
        "ssms.mailboxes.lists,        'sales:alice,Sales:bob'",
        "ssms.mailboxes.lists,        'sales:alice,all:sales bob'",
        "ssms.sip.mailbox-host,       'vm.localhost:x'",
        "ssms.sip.accounts-file,      relative",
        "ssms.routing.mode,           forward",
        "ssms.routing.mode,           REDIRECT",
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
        "ssms.rtp.elsewhere,          carrier.example.net",
        "ssms.stir.truststore,        roots.p12",
        "ssms.stir.x5u-hosts,         'https://certificates.example.org'",
        "ssms.stir.max-age,           60",
        "ssms.srtp,                   yes",
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
        assertThatThrownBy(() -> new Configuration(values(values)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + ":");
    }

    @Test
    void the_license_server_is_where_the_pages_are_unless_it_is_said_to_be_elsewhere() {
        assertThat(StreamConfig.from(TestConfig.defaults()).own("HTTP/TLS"))
                .contains(new LicenseAddress("localhost", 8443));
        assertThat(StreamConfig.from(TestConfig.defaults()).own("LDAP/SSL")).isEmpty();
        StreamConfig plain = StreamConfig.from(TestConfig.with(Map.of("ssms.web.url", "http://voicemail.example.org")));
        assertThat(plain.ownServers()).isEmpty();
        StreamConfig bare = StreamConfig.from(TestConfig.with(Map.of("ssms.web.url", "https://voicemail.example.org")));
        assertThat(bare.own("HTTP/TLS")).contains(new LicenseAddress("voicemail.example.org", 443));
        StreamConfig said = StreamConfig.from(TestConfig.with(Map.of(
                "ssms.stream.license-https", "license.example.org:8443",
                "ssms.stream.license-ldaps", "[2001:db8::1]:636")));
        assertThat(said.ownServers())
                .containsOnly(
                        Map.entry("HTTP/TLS", new LicenseAddress("license.example.org", 8443)),
                        Map.entry("LDAP/SSL", new LicenseAddress("[2001:db8::1]", 636)));
    }

    @Test
    void a_list_has_members_and_not_too_many_of_them() throws IOException {
        Map<String, String> values = defaults();
        values.put("ssms.mailboxes.lists", " Sales:Alice  bob, support:bob");
        assertThat(MailboxConfig.from(values(values)).lists())
                .containsOnly(Map.entry("sales", List.of("alice", "bob")), Map.entry("support", List.of("bob")));
        assertThat(MailboxConfig.from(values(values)).members("alice")).isEmpty();
        String most = IntStream.range(0, 50).mapToObj(i -> "m" + i).collect(Collectors.joining(" "));
        values.put("ssms.mailboxes.lists", "sales:" + most);
        assertThat(MailboxConfig.from(values(values)).members("sales")).hasSize(50);
        values.put("ssms.mailboxes.lists", "sales:one " + most);
        assertThatThrownBy(() -> MailboxConfig.from(values(values)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssms.mailboxes.lists: sales has more than 50 members");
    }

    @Test
    void a_missing_value_is_refused_by_the_name_of_its_key() throws IOException {
        Map<String, String> values = defaults();
        values.remove("ssms.node.keystore");
        assertThatThrownBy(() -> new Configuration(values(values))).hasMessage("ssms.node.keystore: has no value");
    }

    @Test
    void what_is_left_empty_is_not_there() {
        LocationConfig location = LocationConfig.from(TestConfig.defaults());
        assertThat(location.server().url()).isNull();
        assertThat(location.initialNumbers()).isEmpty();
        assertThat(location.routing().mailboxHost()).isNull();
        IdentityConfig identity = IdentityConfig.from(TestConfig.defaults());
        assertThat(identity.stir().truststore()).isNull();
        assertThat(identity.trunks().addresses()).isEmpty();
    }

    @Test
    void every_domain_may_have_a_routing_mode_of_its_own() {
        LocationConfig.Routing routing = LocationConfig.from(TestConfig.with(
                        Map.of("ssms.routing.domains", "Proxy.Example.org:proxy, other.example.org:redirect")))
                .routing();
        assertThat(routing.modeOf("proxy.example.ORG")).isEqualTo(RoutingMode.PROXY);
        assertThat(routing.modeOf("localhost")).isEqualTo(RoutingMode.REDIRECT);
        assertThat(routing.domains()).containsOnlyKeys("proxy.example.org", "other.example.org");
    }

    @Test
    void a_subscriber_may_have_several_numbers_and_aliases() {
        assertThat(LocationConfig.from(TestConfig.with(
                                Map.of("ssms.numbers.initial", "alice:+4930123456, alice:a.liddell,bob:+4930123457")))
                        .initialNumbers())
                .containsOnly(
                        Map.entry("+4930123456", "alice"),
                        Map.entry("a.liddell", "alice"),
                        Map.entry("+4930123457", "bob"));
    }

    @Test
    void a_trust_store_needs_its_password() {
        assertThatThrownBy(() -> IdentityConfig.from(TestConfig.with(Map.of("ssms.stir.truststore", "/srv/roots.p12"))))
                .hasMessageStartingWith("ssms.stir.truststore-password-file:");
    }
}
