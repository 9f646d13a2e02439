package org.ssms.media.sdp.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrmAttributeTest {
    @ParameterizedTest
    @CsvSource({
        "'srtp 0 0 HTTP/TLS',                            srtp,  0,                   0,     HTTP/TLS",
        "'srtp license.example.org 8443 HTTP/TLS',       srtp,  license.example.org, 8443,  HTTP/TLS",
        "'srtp 192.0.2.1 65535 LDAP/SSL',                srtp,  192.0.2.1,           65535, LDAP/SSL",
        "'srtp [2001:db8::1] 636 LDAP/SSL',              srtp,  [2001:db8::1],       636,   LDAP/SSL",
        "'x-1.y+z 0 0 A/B/C-1.0',                        x-1.y+z, 0,                 0,     A/B/C-1.0",
        "'0 0 0 0',                                      0,     0,                   0,     0",
        "'  srtp   0 00 HTTP/TLS  ',                     srtp,  0,                   0,     HTTP/TLS"
    })
    void d1_four_tokens_are_read(String value, String type, String address, int port, String transport)
            throws Exception {
        DrmAttribute read = DrmAttribute.parse(value);
        assertThat(read).isEqualTo(new DrmAttribute(type, address, port, transport));
        assertThat(DrmAttribute.parse(read.value())).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "srtp",
                "srtp 0 0",
                "srtp 0 0 HTTP/TLS x",
                "srtp\t0\t0\tHTTP/TLS",
                "srtp 0 0 HTTP/TLS\u0000",
                "sr\u0007tp 0 0 HTTP/TLS",
                "srtp 0 65536 HTTP/TLS",
                "srtp 0 999999 HTTP/TLS",
                "srtp 0 -1 HTTP/TLS",
                "srtp 0 +1 HTTP/TLS",
                "srtp 0 1e1 HTTP/TLS",
                "srtp 0 x HTTP/TLS",
                "srtp 0 \u0661 HTTP/TLS",
                "sr/tp 0 0 HTTP/TLS",
                "sr\"tp 0 0 HTTP/TLS",
                "srtp\u00e4 0 0 HTTP/TLS",
                "srtp -a 0 HTTP/TLS",
                "srtp a_b 0 HTTP/TLS",
                "srtp 2001:db8::1 0 HTTP/TLS",
                "srtp [x] 0 HTTP/TLS",
                "srtp [] 0 HTTP/TLS",
                "srtp http://a 0 HTTP/TLS",
                "srtp 0 0 /TLS",
                "srtp 0 0 HTTP/",
                "srtp 0 0 HTTP//TLS",
                "srtp 0 0 HTTP;TLS",
                "srtp a..b 443 HTTP/TLS",
                "srtp a.-b 443 HTTP/TLS",
                "srtp a-.b 443 HTTP/TLS",
                "srtp [.] 443 HTTP/TLS",
                "srtp [::::] 443 HTTP/TLS",
                "srtp [1:2] 443 HTTP/TLS"
            })
    void d1_anything_else_is_rejected(String value) {
        assertThatThrownBy(() -> DrmAttribute.parse(value)).isInstanceOf(MalformedDrmException.class);
    }

    @Test
    void long_ones_are_rejected_cheaply() {
        String many = "a".repeat(64 * 1024);
        for (String value : List.of(many, many + " 0 0 T", "t 0 0 " + many, "a ".repeat(32 * 1024), "t " + many)) {
            assertThatThrownBy(() -> DrmAttribute.parse(value)).isInstanceOf(MalformedDrmException.class);
        }
        assertThatThrownBy(() -> DrmAttribute.parse("a".repeat(65) + " 0 0 T"))
                .isInstanceOf(MalformedDrmException.class);
        assertThatThrownBy(() -> DrmAttribute.parse("t 0 0 " + "a/".repeat(40) + "a"))
                .isInstanceOf(MalformedDrmException.class);
    }

    @Test
    void d1_a_label_has_63_characters_at_most_and_a_name_253() throws Exception {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "a".repeat(61));
        assertThat(DrmAttribute.parse("t " + name + " 1 T").address()).isEqualTo(name);
        for (String wrong : List.of(label + "a", name + "a", "a." + name)) {
            assertThatThrownBy(() -> DrmAttribute.parse("t " + wrong + " 1 T"))
                    .isInstanceOf(MalformedDrmException.class);
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_written() {
        for (Runnable wrong : List.<Runnable>of(
                () -> new DrmAttribute("a b", "0", 0, "T"),
                () -> new DrmAttribute("a", "a\r\nb=c", 0, "T"),
                () -> new DrmAttribute("a", "", 0, "T"),
                () -> new DrmAttribute("a", "0", -1, "T"),
                () -> DrmAttribute.offer("", "T"),
                () -> DrmAttribute.offer("t", "T/"),
                () -> new DrmMethod("t", "T", "0", 443, 0),
                () -> new DrmMethod("t", "T", "host", 0, 0),
                () -> new DrmMethod("0", "T", "host", 443, 0),
                () -> new DrmMethod("t", "0", "host", 443, 0))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void d3_an_offer_has_address_and_port_zero() {
        DrmAttribute offer = DrmAttribute.offer("srtp", "HTTP/TLS");
        assertThat(offer.value()).isEqualTo("srtp 0 0 HTTP/TLS");
        assertThat(offer.hasNoAddress()).isTrue();
        assertThat(offer.isZero()).isFalse();
        assertThat(DrmAttribute.ZERO.value()).isEqualTo("0 0 0 0");
    }

    @Test
    void what_is_read_survives_writing() {
        Random random = new Random(2833); // fixed seed: a failure repeats
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            char[] value = "srtp host.example.org 8443 HTTP/TLS".toCharArray();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                value[random.nextInt(value.length)] =
                        random.nextBoolean() ? " 0/.[]:-\t".charAt(random.nextInt(9)) : (char) random.nextInt(256);
            }
            try {
                DrmAttribute attribute = DrmAttribute.parse(new String(value));
                assertThat(DrmAttribute.parse(attribute.value())).isEqualTo(attribute);
                read++;
            } catch (MalformedDrmException expected) {
                // the only permitted failure
            }
        }
        assertThat(read).isBetween(20_000, 90_000);
    }

    @ParameterizedTest
    @CsvSource({
        "one too few,       a 0 0 T;b 0 0 T,  0 0 0 0",
        "one too many,      a 0 0 T,          0 0 0 0;a h 1 T",
        "another type,      a 0 0 T,          b h 1 T",
        "another transport, a 0 0 T,          a h 1 U",
        "wrong order,       a 0 0 T;b 0 0 T,  b h 1 T;a h 1 T",
        "no address,        a 0 0 T,          a 0 1 T",
        "no port,           a 0 0 T,          a h 0 T"
    })
    void d6_answers_that_do_not_answer_are_rejected(String why, String offers, String answers) {
        assertThatThrownBy(() -> DrmChoice.of(lines(offers), lines(answers))).isInstanceOf(MalformedDrmException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a 0 0 T;b 0 0 T;b 0 0 U,  0 0 0 0;b h 1 T;b h 2 U,  b h 1 T",
        "a 0 0 T,                  A h 1 t,                  A h 1 t",
        "a 0 0 T;b 0 0 T,          0 0 0 0;0 0 0 0,          "
    })
    void d5_the_first_answer_that_is_not_zero_is_used(String offers, String answers, String chosen) throws Exception {
        assertThat(DrmChoice.of(lines(offers), lines(answers)).map(DrmAttribute::value))
                .isEqualTo(Optional.ofNullable(chosen));
    }

    static List<DrmAttribute> lines(String text) throws MalformedDrmException {
        List<DrmAttribute> lines = new ArrayList<>();
        for (String line : text.split(";", -1)) {
            lines.add(DrmAttribute.parse(line));
        }
        return lines;
    }
}
