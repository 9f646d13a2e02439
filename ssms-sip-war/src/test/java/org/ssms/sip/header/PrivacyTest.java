package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyTest {
    @ParameterizedTest
    @CsvSource({"id, true", "'header;critical', true", "'USER , id', true", "none, false", "session, false", "'', false"
    })
    void some_wishes_hide_the_caller(String value, boolean hidden) {
        assertThat(Privacy.of(value).hidesCaller()).isEqualTo(hidden);
    }
}
