package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactUriTest {
    // the examples of RFC 3261 §19.1.4, and some of ours
    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5",
        "sip:carol@chicago.com, sip:carol@chicago.com;security=on",
        "sip:alice@atlanta.com?subject=project%20x, sip:alice@atlanta.com?subject=project%20x",
        "sip:a%3bb@h, sip:a%3Bb@h",
        "sip:bob@[2001:DB8::1]:5060, sip:bob@[2001:db8::1]:5060",
        "sip:10.0.0.1, SIP:10.0.0.1",
    })
    void these_are_the_same(String one, String other) {
        assertThat(parse(one).isSameAs(parse(other))).isTrue();
        assertThat(parse(other).isSameAs(parse(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off",
        "sip:bob@h, sips:bob@h",
        "sip:bob@h, sip:h",
        "sip:a%3Bb@h, sip:a;b@h",
        "sip:bob@h;user=phone, sip:bob@h",
        "sip:bob@h;maddr=239.1.1.1, sip:bob@h",
    })
    void these_differ(String one, String other) {
        assertThat(parse(one).isSameAs(parse(other))).isFalse();
        assertThat(parse(other).isSameAs(parse(one))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip:",
                "bob@h",
                "tel:+4930123",
                "mailto:bob@h",
                "sip:bob@",
                "sip:bob@h:port",
                "sip:bob@h:123456",
                "sip:bob@h h",
                "<sip:bob@h>",
                "sip:b\u00f6b@h",
                "sip:bob@h\r\nTo:x",
                "sip:a@b@c",
                "\"Bob\" <sip:bob@h>"
            })
    void what_is_no_sip_uri_is_empty(String text) {
        assertThat(ContactUri.parse(text)).isEmpty();
    }

    @Test
    void a_long_uri_is_empty() {
        assertThat(ContactUri.parse("sip:" + "b".repeat(506) + "@h")).isPresent();
        assertThat(ContactUri.parse("sip:" + "b".repeat(507) + "@h")).isEmpty();
    }

    @Test
    void any_text_is_read_or_not_and_what_is_read_is_the_same_as_itself() {
        Random random = new Random(3261);
        String alphabet = "sip:SIPS@;=?%&hb019.-[]<>\" ";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "sip:" : "");
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<ContactUri> uri = ContactUri.parse(text.toString());
            uri.ifPresent(same -> assertThat(same.isSameAs(parse(text.toString())))
                    .as(text.toString())
                    .isTrue());
        }
    }

    private static ContactUri parse(String text) {
        return ContactUri.parse(text).orElseThrow();
    }
}
