package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.mailbox.UserName;

class RequestUserTest {
    @ParameterizedTest
    @CsvSource({
        "sip:alice@vm.localhost,              alice",
        "sips:alice@[::1]:5061;transport=tls, alice",
        "SIP:alice:secret@host,               alice",
        "sip:%61lice@host,                    alice",
        "sip:%2561lice@host,                  %61lice",
        "sip:..%2f..%2Fetc@host,              ../../etc",
        "sip:%C3%A4@host,                     ä"
    })
    void the_user_part_is_unescaped_exactly_once(String uri, String user) {
        assertThat(RequestUser.of(uri)).contains(user);
    }

    @Test
    void an_escaped_nul_is_no_end_of_text() {
        assertThat(RequestUser.of("sip:alice%00@host")).contains("alice\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "tel:+4930123",
                "sip:vm.localhost",
                "sip:@host",
                "sip::pw@host",
                "sip:a%@host",
                "sip:a%4@host",
                "sip:a%zz@host",
                "sip:%C0%AE%C0%AE@host", // overlong dots
                "sip:%ff@host"
            })
    void anything_else_has_no_user(String uri) {
        assertThat(RequestUser.of(uri)).isEmpty();
    }

    @Test
    void any_text_gives_a_user_or_none() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        String alphabet = "sip:@%2e2fC0AE/\\.;?=\0\r\nälice\uD83D\uDE00\uD83D";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder uri = new StringBuilder(random.nextBoolean() ? "sip:" : "");
            for (int length = random.nextInt(24); length > 0; length--) {
                uri.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            RequestUser.of(uri.toString())
                    .flatMap(UserName::parse)
                    .ifPresent(user -> assertThat(user.value()).matches("[a-z0-9._~+-]{1,64}"));
        }
    }

    @Test
    void a_very_long_user_part_is_none() {
        assertThat(RequestUser.of("sip:" + "a".repeat(65_000) + "@host")).isEmpty();
    }
}
