package org.ssms.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void an_ipv4_address_counts_for_itself() throws UnknownHostException {
        assertThat(source("192.0.2.1")).isEqualTo(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
    }

    @Test
    void ipv6_addresses_of_one_network_count_together() throws UnknownHostException {
        assertThat(source("2001:db8::1")).isEqualTo(source("2001:db8::ffff:1")).isNotEqualTo(source("2001:db8:0:1::1"));
    }

    @Test
    void a_mapped_address_is_the_ipv4_address() throws UnknownHostException {
        assertThat(source("::ffff:192.0.2.1")).isEqualTo(source("192.0.2.1"));
    }

    @Test
    void a_network_of_zeros_is_not_an_ipv4_address() throws UnknownHostException {
        assertThat(source("::1")).isNotEqualTo(source("0.0.0.0"));
    }

    @Test
    void what_one_provider_hands_out_can_be_counted_together() throws UnknownHostException {
        assertThat(source("2001:db8:0:1::1").wide())
                .isEqualTo(source("2001:db8:0:ff00::1").wide());
        assertThat(source("2001:db8:1::1").wide())
                .isNotEqualTo(source("2001:db8:2::1").wide());
        assertThat(source("192.0.2.1").wide()).isEqualTo(source("192.0.2.1"));
    }

    private static Source source(String literal) throws UnknownHostException {
        return Source.of(InetAddress.getByName(literal));
    }
}
