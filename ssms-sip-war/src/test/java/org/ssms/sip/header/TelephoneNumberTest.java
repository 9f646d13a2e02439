package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneNumberTest {
    @ParameterizedTest
    @CsvSource({
        "tel:+1-201-555-0123,                      +12015550123, ''",
        "TEL:+49(30)123.456;ext=9,                 +4930123456,  ''",
        "tel:7042;phone-context=Example.com,       7042,         example.com",
        "tel:863-1234;phone-context=+1-914-555,    8631234,      +1914555",
        "tel:*21#;phone-context=example.com,       *21#,         example.com"
    })
    void a_tel_uri_loses_its_separators(String uri, String digits, String context) throws Exception {
        assertThat(TelephoneNumber.parse(uri)).isEqualTo(new TelephoneNumber(digits, context));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:",
                "tel:+",
                "tel:-",
                "tel:abc",
                "tel:+49x",
                "tel:++49",
                "tel:4+9",
                "tel:+49*1",
                "tel:+49;=1",
                "tel:+1234567890123456789012345678901234",
                "sip:+49@host",
                "tel:12;phone-context=+x",
                "tel:%2B49"
            })
    void anything_else_is_refused(String uri) {
        assertThatThrownBy(() -> TelephoneNumber.parse(uri)).isInstanceOf(MalformedHeaderException.class);
    }
}
