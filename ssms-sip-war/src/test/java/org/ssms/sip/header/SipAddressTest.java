package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipAddressTest {
    @ParameterizedTest
    @CsvSource({
        "sip:alice@vm.localhost,              alice,      vm.localhost, 0",
        "sips:alice@[::1]:5061;transport=tls, alice,      [::1],        5061",
        "SIP:alice:secret@HOST,               alice,      host,         0",
        "sip:%61lice@host:5080,               alice,      host,         5080",
        "sip:%2561lice@host,                  %61lice,    host,         0",
        "sip:..%2f..%2Fetc@host,              ../../etc,  host,         0",
        "sip:%C3%A4@host,                     ä,          host,         0",
        "sip:+4930;ext=1@host;user=phone,     +4930;ext=1,host,         0",
        "sip:alice%40home@host,               alice@home, host,         0"
    })
    void the_parts_are_unescaped_exactly_once(String uri, String user, String host, int port) throws Exception {
        SipAddress address = SipAddress.parse(uri);
        assertThat(address.user()).isEqualTo(user);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
    }

    @Test
    void an_escaped_nul_is_no_end_of_text() throws Exception {
        assertThat(SipAddress.parse("sip:alice%00@host").user()).isEqualTo("alice\0");
    }

    /** RFC 4458 §4.1. */
    @Test
    void a_mailbox_uri_names_its_target_and_the_cause() throws Exception {
        SipAddress address =
                SipAddress.parse("sip:voicemail@example.com;target=sip:+15555551002%40example.com;cause=408");
        assertThat(address.parameters()).isEqualTo(Map.of("target", "sip:+15555551002@example.com", "cause", "408"));
    }

    /** RFC 7044 §5. */
    @Test
    void embedded_headers_are_read() throws Exception {
        SipAddress address =
                SipAddress.parse("sip:bob@example.com?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%22&Privacy=history");
        assertThat(address.headers()).isEqualTo(Map.of("reason", "SIP;cause=302;text=\"Moved\"", "privacy", "history"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "tel:+4930123",
                "sip:@host",
                "sip::pw@host",
                "sip:a%@host",
                "sip:a%4@host",
                "sip:a%zz@host",
                "sip:%C0%AE%C0%AE@host", // overlong dots
                "sip:%ff@host",
                "sip:a@",
                "sip:a@ho st",
                "sip:a@host:",
                "sip:a@host:0",
                "sip:a@host:65536",
                "sip:a@host:x",
                "sip:a@[::1",
                "sip:a@-host",
                "sip:a@host;x=1;x=2",
                "sip:a@host;=1",
                "sip:a@host;x=%C0%AE"
            })
    void anything_else_is_refused(String uri) {
        assertThat(SipAddress.of(uri)).isEmpty();
    }

    @Test
    void a_very_long_uri_is_refused() {
        assertThat(SipAddress.of("sip:" + "a".repeat(65_000) + "@host")).isEmpty();
    }
}
