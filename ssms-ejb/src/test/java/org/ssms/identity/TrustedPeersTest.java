package org.ssms.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.test.TestCertificates.Request;
import org.ssms.config.TestConfig;

class TrustedPeersTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");

    private final TrustedPeers peers = new TrustedPeers(IdentityConfig.from(TestConfig.with(Map.of(
            "ssms.trunks.addresses", "192.0.2.20,198.51.100.0/25,2001:db8:1::/48",
            "ssms.trunks.certificates", "Gateway.example.net"))));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.20, true",
        "192.0.2.21, false",
        "198.51.100.127, true",
        "198.51.100.128, false",
        "::ffff:192.0.2.20, true",
        "2001:db8:1:ffff::1, true",
        "[2001:db8:1::1], true",
        "2001:db8:1::1%eth0, true",
        "2001:db8:2::1, false",
        "localhost, false",
        "'', false"
    })
    void trunks_are_known_by_address(String address, boolean trusted) {
        assertThat(peers.isTrusted(address, List.of())).isEqualTo(trusted);
    }

    @Test
    void trunks_are_known_by_certificate() {
        assertThat(trusts(request("x").dnsName("gateway.EXAMPLE.net"))).isTrue();
        assertThat(trusts(request("gateway.example.net"))).isTrue();
        assertThat(trusts(request("x").dnsName("other.example.net"))).isFalse();
        assertThat(trusts(request("x").dnsName("*.example.net"))).isFalse();
    }

    @Test
    void the_common_name_counts_only_without_alternative_names() {
        assertThat(trusts(request("gateway.example.net").dnsName("other.example.net")))
                .isFalse();
    }

    @Test
    void the_certificate_of_an_authority_does_not_make_its_clients_trunks() {
        X509Certificate client = request("client").issue(null).certificate();
        X509Certificate authority = request("gateway.example.net").issue(null).certificate();
        assertThat(peers.isTrusted("203.0.113.1", List.of(client, authority))).isFalse();
    }

    @Test
    void without_trunks_nobody_is_one() {
        TrustedPeers nobody = new TrustedPeers(IdentityConfig.from(TestConfig.defaults()));
        assertThat(nobody.isTrusted(
                        "127.0.0.1", List.of(request("x").issue(null).certificate())))
                .isFalse();
    }

    private boolean trusts(Request request) {
        return peers.isTrusted("203.0.113.1", List.of(request.issue(null).certificate()));
    }

    private static Request request(String name) {
        return new Request(name, FROM, UNTIL);
    }
}
