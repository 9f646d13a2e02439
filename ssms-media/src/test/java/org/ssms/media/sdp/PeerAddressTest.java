package org.ssms.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.1.2.3",
                "240.0.0.1",
                "255.255.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "::",
                "::1",
                "ff02::1",
                "fe80::1",
                "2001:db8::1"
            })
    void nobody_everybody_and_ourselves_are_no_caller(String remote) throws Exception {
        assertThat(PeerAddress.isHost(literal(remote), literal("192.0.2.9"))).isFalse();
    }

    @ParameterizedTest(name = "at {0}, {1} is credible: {2}")
    @CsvSource({
        "192.0.2.9,   198.51.100.1,  true",
        "192.0.2.9,   10.0.0.1,      false",
        "192.0.2.9,   172.20.0.1,    false",
        "192.0.2.9,   192.168.1.1,   false",
        "192.0.2.9,   100.64.0.1,    false",
        "192.0.2.9,   100.128.0.1,   true",
        "10.1.2.3,    10.0.0.1,      true",
        "10.1.2.3,    192.168.1.1,   true",
        "10.1.2.3,    100.100.0.1,   true",
        "10.1.2.3,    198.51.100.1,  true",
        "10.1.2.3,    127.0.0.1,     false",
        "127.0.0.1,   127.0.0.1,     true",
        "2001:db8::9, 2001:db8::1,   true",
        "2001:db8::9, fd00::1,       false",
        "fd00::9,     fd00::1,       true",
        "2001:db8::9, 198.51.100.1,  false",
        "::1,         ::1,           true",
    })
    void private_addresses_are_believed_on_a_private_network(String local, String remote, boolean credible)
            throws Exception {
        assertThat(PeerAddress.isCredible(literal(remote), literal(local))).isEqualTo(credible);
        assertThat(PeerAddress.isHost(literal("198.51.100.1"), literal("192.0.2.9")))
                .isTrue();
    }

    @Test
    void the_family_of_an_offer_is_that_of_its_first_audio() throws Exception {
        assertThat(AddressFamily.of(Sdp.from("m=audio 4000 RTP/AVP 0"))).contains(AddressFamily.IP4);
        assertThat(AddressFamily.of(Sdp.from(
                        "m=video 4002 RTP/AVP 96", "m=audio 0 RTP/AVP 0", "m=audio 4000 RTP/AVP 0", "c=IN IP6 ::1")))
                .contains(AddressFamily.IP6);
        assertThat(AddressFamily.of(Sdp.from("m=video 4002 RTP/AVP 96"))).isEmpty();
    }

    private static InetAddress literal(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}
