package org.ssms.sip.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipContainerConfigTest {
    private static SipContainerConfig from(Map<String, String> settings) {
        return SipContainerConfig.from(settings::get);
    }

    @Test
    void default_is_udp_and_tcp_on_loopback() {
        assertThat(from(Map.of()).connectors())
                .containsExactly(
                        new ConnectorConfig(Transport.UDP, "127.0.0.1", 5060),
                        new ConnectorConfig(Transport.TCP, "127.0.0.1", 5060));
    }

    @Test
    void connectors_are_read_in_order_with_ipv6_and_spaces() {
        var config = from(Map.of("sip.connectors", " UDP:0.0.0.0:5070 , tcp:[::1]:5071"));
        assertThat(config.connectors())
                .extracting(ConnectorConfig::toString)
                .containsExactly("udp:0.0.0.0:5070", "tcp:[::1]:5071");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "udp",
                "udp:127.0.0.1",
                "udp:localhost:5060",
                "sctp:127.0.0.1:5060",
                "udp:127.0.0.1:0",
                "udp:127.0.0.1:65536",
                "udp:127.0.0.1:99999",
                "udp:127.0.0.1:5060,",
                "udp:127.0.0.1:5060 tcp:127.0.0.1:5060",
                "udp:127.0.0.1:5060,udp:127.0.0.1:5060"
            })
    void bad_connectors_are_refused_by_key(String value) {
        assertThatThrownBy(() -> from(Map.of("sip.connectors", value)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("sip.connectors: ");
    }

    @Test
    void tls_needs_a_key_store_and_its_password_file() {
        String tls = "tls:127.0.0.1:5061";
        assertThatThrownBy(() -> from(Map.of("sip.connectors", tls))).hasMessageStartingWith("sip.tls.keystore: ");
        assertThatThrownBy(() -> from(Map.of("sip.connectors", tls, "sip.tls.keystore", "k.p12")))
                .hasMessageStartingWith("sip.tls.keystore-password-file: ");
        var config = from(Map.of(
                "sip.connectors", tls, "sip.tls.keystore", "k.p12", "sip.tls.keystore-password-file", "k.password"));
        TlsConfig read = config.tls().orElseThrow();
        assertThat(read.keystore().type()).isEqualTo("PKCS12");
        assertThat(read.clientAuth()).isEqualTo(TlsConfig.ClientAuth.NONE);
        assertThat(read.truststore()).isEmpty();
    }

    private static Map<String, String> tlsAnd(String key, String value) {
        return Map.of(
                "sip.connectors",
                "tls:127.0.0.1:5061",
                "sip.tls.keystore",
                "k.p12",
                "sip.tls.keystore-password-file",
                "k.password",
                key,
                value);
    }

    @Test
    void client_certificates_are_asked_for_by_name() {
        assertThat(from(tlsAnd("sip.tls.client-auth", "Need"))
                        .tls()
                        .orElseThrow()
                        .clientAuth())
                .isEqualTo(TlsConfig.ClientAuth.NEED);
        assertThatThrownBy(() -> from(tlsAnd("sip.tls.client-auth", "maybe")))
                .hasMessageStartingWith("sip.tls.client-auth: ");
    }

    @Test
    void trust_store_needs_its_password_file() {
        assertThatThrownBy(() -> from(tlsAnd("sip.tls.truststore", "t.p12")))
                .hasMessageStartingWith("sip.tls.truststore-password-file: ");
    }

    @Test
    void first_source_overrides_the_second() {
        var both = SipContainerConfig.overriding(Map.of("a", "first")::get, Map.of("a", "second", "b", "second")::get);
        assertThat(both.apply("a")).isEqualTo("first");
        assertThat(both.apply("b")).isEqualTo("second");
        assertThat(both.apply("c")).isNull();
    }

    @Test
    void connections_have_limits_without_any_setting() {
        ConnectionLimits limits = from(Map.of()).connections();
        assertThat(limits.max()).isEqualTo(4_000);
        assertThat(limits.maxPerSource()).isEqualTo(1_000);
        assertThat(limits.memory()).isEqualTo(32 * 1024 * 1024);
        assertThat(limits.firstMessage()).isEqualTo(Duration.ofSeconds(20));
        assertThat(limits.message()).isEqualTo(Duration.ofSeconds(20));
        assertThat(limits.idle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(limits.write()).isEqualTo(Duration.ofSeconds(20));
        assertThat(from(Map.of("sip.connections.max", "7", "sip.connections.idle", "PT7S"))
                        .connections())
                .extracting(ConnectionLimits::max, ConnectionLimits::idle)
                .containsExactly(7, Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "sip.connections.max,0",
        "sip.connections.max,many",
        "sip.connections.max-per-source,-1",
        "sip.connections.memory,100",
        "sip.connections.first-message,PT0S",
        "sip.connections.message,20",
        "sip.connections.idle,P2D",
        "sip.connections.write,-PT1S"
    })
    void bad_limit_is_refused_by_key(String key, String value) {
        assertThatThrownBy(() -> from(Map.of(key, value)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(key + ": ");
    }
}
