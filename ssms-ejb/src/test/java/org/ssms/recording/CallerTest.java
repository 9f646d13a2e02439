package org.ssms.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;

class CallerTest {
    private static Caller caller(String address, String name) {
        return Caller.of(new CallerIdentity(address, name, IdentitySource.FROM, null), "d");
    }

    @Test
    void the_audited_address_is_cleaned_and_not_printed() {
        Caller caller = Caller.of(CallerIdentity.anonymous(IdentitySource.ASSERTED, "tel:+49\n30123456"), "d");
        assertThat(caller.audited()).isEqualTo("tel:+4930123456");
        assertThat(caller.toString()).doesNotContain("30123456");
    }

    @Test
    void control_and_formatting_characters_are_removed() {
        assertThat(caller("sip:b\r\n@x", "Eve\r\nBcc: \u202eyou\0").name()).isEqualTo("EveBcc: you");
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        String smile = new String(Character.toChars(0x1F600));
        assertThat(caller("", "a" + smile.repeat(40)).name()).isEqualTo("a" + smile.repeat(31));
    }

    @Test
    void a_name_in_another_script_stays() {
        assertThat(caller("", "Жанна 王").name()).isEqualTo("Жанна 王");
    }
}
