package org.ssms.sip.header;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipFragmentTest {
    private static final String TYPE = "message/sipfrag;version=2.0";

    @ParameterizedTest
    @CsvSource({
        "SIP/2.0 100 Trying, 100",
        "SIP/2.0 200 OK, 200",
        "SIP/2.0 200, 200",
        "SIP/2.0 486 Busy Here, 486",
        "SIP/2.0 603 Decline, 603"
    })
    void the_response_is_in_its_first_line(String line, int status) throws Exception {
        assertThat(SipFragment.status(TYPE, line.getBytes(UTF_8))).isEqualTo(status);
        assertThat(SipFragment.status(TYPE, (line + "\r\nTo: <sip:bob@host>\r\n").getBytes(UTF_8)))
                .isEqualTo(status);
        assertThat(SipFragment.status("Message/SIPfrag", (line + "\n").getBytes(UTF_8)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "200", "SIP/2.0 99", "SIP/2.0 700 x", "SIP/2.0 2000", "SIP/3.0 200 OK", "\r\nSIP/2.0 200"})
    void what_is_no_response_is_refused(String text) {
        assertThatThrownBy(() -> SipFragment.status(TYPE, text.getBytes(UTF_8)))
                .isInstanceOf(MalformedHeaderException.class);
    }

    @Test
    void another_type_or_too_much_is_refused() {
        byte[] ok = "SIP/2.0 200 OK".getBytes(UTF_8);
        for (@Nullable String type : new String[] {null, "", "application/sdp", "message/sip"}) {
            assertThatThrownBy(() -> SipFragment.status(type, ok)).isInstanceOf(MalformedHeaderException.class);
        }
        assertThatThrownBy(() -> SipFragment.status(TYPE, new byte[SipFragment.MAX_BYTES + 1]))
                .isInstanceOf(MalformedHeaderException.class);
    }

    @Test
    void an_event_may_say_which_refer_it_is_of() {
        assertThat(SipFragment.id("refer;id=93809823")).isEqualTo("93809823");
        assertThat(SipFragment.id("refer ; x=id ; ID = 3")).isEqualTo("3");
        assertThat(SipFragment.id("refer;id")).isEmpty();
        assertThat(SipFragment.id("refer;id=")).isEmpty();
        assertThat(SipFragment.id("refer")).isNull();
        assertThat(SipFragment.id("refer;ids=3")).isNull();
        assertThat(SipFragment.id(null)).isNull();
    }

    @Test
    void only_the_event_of_refer_tells_of_one() {
        assertThat(SipFragment.isOfRefer("refer")).isTrue();
        assertThat(SipFragment.isOfRefer("Refer ;id=3")).isTrue();
        assertThat(SipFragment.isOfRefer("message-summary")).isFalse();
        assertThat(SipFragment.isOfRefer("referx")).isFalse();
        assertThat(SipFragment.isOfRefer(null)).isFalse();
    }
}
