package org.ssms.guard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private final Proxies proxies = new Proxies("192.0.2.10, 2001:db8::10");

    @ParameterizedTest
    @CsvSource({
        "192.0.2.10,   198.51.100.1,                       198.51.100.1",
        "2001:db8::10, 2001:db8:1::7,                      2001:db8:1::7",
        "192.0.2.10,   '203.0.113.9, 198.51.100.1',        198.51.100.1",
        "192.0.2.10,   '203.0.113.9,198.51.100.1,2001:db8::10', 198.51.100.1",
        "192.0.2.10,   unknown,                            192.0.2.10",
        "192.0.2.10,   '',                                 192.0.2.10",
        "192.0.2.10,   'localhost',                        192.0.2.10",
    })
    void the_client_of_our_proxy_is_whom_it_has_seen(String peer, String header, String client)
            throws UnknownHostException {
        assertThat(proxies.client(InetAddress.getByName(peer), List.of(header)))
                .isEqualTo(InetAddress.getByName(client));
    }

    @Test
    void nobody_else_is_believed() throws UnknownHostException {
        InetAddress stranger = InetAddress.getByName("203.0.113.9");
        assertThat(proxies.client(stranger, List.of("198.51.100.1"))).isEqualTo(stranger);
        assertThat(new Proxies("").client(stranger, List.of("198.51.100.1"))).isEqualTo(stranger);
    }

    @Test
    void several_header_lines_are_one_list() throws UnknownHostException {
        assertThat(proxies.client(InetAddress.getByName("192.0.2.10"), List.of("203.0.113.9", "198.51.100.1")))
                .isEqualTo(InetAddress.getByName("198.51.100.1"));
        assertThat(proxies.client(InetAddress.getByName("192.0.2.10"), null))
                .isEqualTo(InetAddress.getByName("192.0.2.10"));
    }

    @Test
    void a_name_among_them_stops_the_start() {
        assertThatThrownBy(() -> new Proxies("proxy.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ssms.web.proxies");
    }
}
