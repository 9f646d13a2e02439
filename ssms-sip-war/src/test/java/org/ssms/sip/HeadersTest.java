package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {
    /** RFC 3261 §25.1, quoted-pair. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Ed \\\"Blue\\\" \\\\o/\" <sip:ed@h>;tag=1 | Ed \"Blue\" \\o/",
                "\"A, B; C\" <sip:ed@h>;tag=1 | A, B; C",
                "Ed <sip:ed@h> | Ed",
                "sip:ed@h;tag=1 | ``",
                "<sip:ed@h | ``"
            })
    void a_display_name_is_what_people_wrote(String from, String name) {
        assertThat(Headers.name(List.of(from))).isEqualTo(name);
    }
}
