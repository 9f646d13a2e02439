package org.ssms.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,  192.0.2.255, true",
        "192.0.2.0/24,  192.0.3.0,   false",
        "192.0.2.7,     192.0.2.7,   true",
        "192.0.2.7,     192.0.2.6,   false",
        "10.0.0.0/9,    10.127.0.1,  true",
        "10.0.0.0/9,    10.128.0.1,  false",
        "0.0.0.0/0,     8.8.8.8,     true",
        "0.0.0.0/0,     ::1,         false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1,           ::1,         true",
        "127.0.0.1,     ::ffff:127.0.0.1, true",
    })
    void a_block_contains_the_addresses_with_its_prefix(String block, String address, boolean inside)
            throws UnknownHostException {
        assertThat(AddressBlock.parse(block).orElseThrow().contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "example.org",
                "10.0.0.0/33",
                "::1/129",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0",
                "::g"
            })
    void what_is_no_block_is_empty(String text) {
        assertThat(AddressBlock.parse(text)).isEmpty();
    }
}
