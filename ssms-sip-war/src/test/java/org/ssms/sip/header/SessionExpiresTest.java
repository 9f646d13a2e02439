package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionExpiresTest {
    @Test
    void interval_and_refresher_are_read_and_written() throws Exception {
        SessionExpires expires = SessionExpires.parse("1800;Refresher=UAC");
        assertThat(expires).isEqualTo(new SessionExpires(1800, SessionExpires.Refresher.UAC));
        assertThat(expires.encode()).isEqualTo("1800;refresher=uac");
        assertThat(SessionExpires.parse(" 90 ").refresher()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1800;refresher=me", "99999999999", "1800 1900"})
    void anything_else_is_refused(String value) {
        assertThatThrownBy(() -> SessionExpires.parse(value)).isInstanceOf(MalformedHeaderException.class);
    }
}
