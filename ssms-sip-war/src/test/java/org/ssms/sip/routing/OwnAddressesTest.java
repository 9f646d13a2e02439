package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.Transport;

class OwnAddressesTest {
    private final OwnAddresses ours = new OwnAddresses(List.of(
            new ConnectorConfig(Transport.UDP, "127.0.0.1", 5060),
            new ConnectorConfig(Transport.TLS, "127.0.0.1", 5061),
            new ConnectorConfig(Transport.TCP, "::1", 5070)));

    @Test
    void an_address_is_ours_with_a_port_of_ours_or_none() {
        assertThat(ours.contain("127.0.0.1", 0)).isTrue();
        assertThat(ours.contain("127.0.0.1", 5061)).isTrue();
        assertThat(ours.contain("127.0.0.1", 5080)).isFalse();
        assertThat(ours.contain("192.0.2.1", 5060)).isFalse();
    }

    @Test
    void ipv6_is_compared_by_value() {
        assertThat(ours.contain("[::1]", 5070)).isTrue();
        assertThat(ours.contain("[0:0:0:0:0:0:0:1]", 0)).isTrue();
        assertThat(ours.contain("[::2]", 0)).isFalse();
    }

    @Test
    void a_name_is_never_looked_up() {
        assertThat(ours.contain("localhost", 5060)).isFalse();
        assertThat(ours.contain("999.1.1.1", 5060)).isFalse();
    }

    @Test
    void a_server_that_listens_everywhere_knows_its_interfaces() {
        OwnAddresses everywhere = new OwnAddresses(List.of(new ConnectorConfig(Transport.UDP, "0.0.0.0", 5060)));
        assertThat(everywhere.contain("127.0.0.1", 5060)).isTrue();
        assertThat(everywhere.contain("0.0.0.0", 5060)).isFalse();
        assertThat(everywhere.contain("192.0.2.1", 5060)).isFalse();
    }

    @Test
    void over_loopback_only_our_ports_are_we() {
        assertThat(ours.isSource("127.0.0.1", 5060)).isTrue();
        assertThat(ours.isSource("127.0.0.1", 40_000)).isFalse();
        assertThat(ours.isSource("192.0.2.1", 5060)).isFalse();
        OwnAddresses outside = new OwnAddresses(List.of(new ConnectorConfig(Transport.TCP, "192.0.2.1", 5060)));
        assertThat(outside.isSource("192.0.2.1", 40_000)).isTrue();
    }

    @Test
    void the_port_of_a_transport_is_known() {
        assertThat(ours.port(Transport.TLS)).isEqualTo(5061);
        assertThat(ours.port(Transport.WS)).isZero();
    }
}
