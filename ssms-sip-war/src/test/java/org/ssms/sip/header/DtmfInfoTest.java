package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfInfoTest {
    /** {@code |} is CRLF, {@code /} a bare LF. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Signal=5|Duration=160|;5",
                "Signal= 5|Duration= 160|;5",
                "Signal = 5|Duration = 250;5",
                "Signal=5;5",
                "signal=5/duration=160/;5",
                "SIGNAL=5/;5",
                "Duration=100|Signal=0|;0",
                "|Signal=1||Duration=|;1",
                "Signal=2|Duration=160|Volume=10|something else|;2",
                "Signal=#|Duration=160|;#",
                "Signal=*|;*",
                "Signal=10|Duration=160|;*",
                "Signal=11|Duration=160|;#",
                "Signal=a|;A",
                "Signal=D|;D",
                "Signal=12|;A",
                "Signal=15|;D",
                "Signal=3|Duration=a long time|;3",
                "7;7",
                "7|;7",
                " 7/;7",
                "*;*",
                "#|;#",
                "10;*",
                "11|;#",
                "d;D",
            })
    void a_key_is_read_as_phones_write_it(String body, char key) throws Exception {
        assertThat(parse(body)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Signal=16|Duration=160|", "Signal=!|", "Signal=flash|", "16"})
    void a_flashed_hook_is_no_key(String body) throws Exception {
        assertThat(parse(body)).isEqualTo(DtmfInfo.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "Duration=160|",
                "Signal=|",
                "Signal|",
                "Signal=7|Signal=7|",
                "Signal=77|",
                "Signal=07|",
                "Signal=17|",
                "Signal=-7|",
                "Signal=777|",
                "Signal=7 7|",
                "Signal=E|",
                "Signal=\u00b2|",
                "77",
                "7|7",
                "7 7",
                "\0",
            })
    void anything_else_is_refused_and_not_repeated(String body) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(MalformedHeaderException.class)
                .message()
                .doesNotContain("7");
    }

    @Test
    void what_is_longer_than_any_key_is_not_read() throws Exception {
        String longest = "Signal=7|" + " ".repeat(DtmfInfo.MAX_BYTES - 10);
        assertThat(parse(longest)).isEqualTo('7');
        assertThatThrownBy(() -> parse(longest + " ")).isInstanceOf(MalformedHeaderException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, , true",
        "Application/DTMF-Relay;charset=us-ascii, Identity, true",
        "application/dtmf ;x=y, , true",
        "application/dtmf, gzip, false",
        "application/dtmf-relay2, , false",
        "text/plain, , false",
        "application/sdp;application/dtmf, , false",
        ", , false",
    })
    void its_types_are_known(String contentType, String encoding, boolean known) {
        assertThat(DtmfInfo.isDtmf(contentType, encoding)).isEqualTo(known);
    }

    private static char parse(String body) throws MalformedHeaderException {
        return DtmfInfo.key(body.replace("|", "\r\n").replace('/', '\n').getBytes(StandardCharsets.ISO_8859_1));
    }
}
