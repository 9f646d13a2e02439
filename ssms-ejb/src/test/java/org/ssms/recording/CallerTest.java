package org.ssms.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void control_and_formatting_characters_are_removed() {
        assertThat(new Caller("sip:b\r\n@x", "Eve\r\nBcc: \u202eyou\0", "d").name())
                .isEqualTo("EveBcc: you");
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        String smile = new String(Character.toChars(0x1F600));
        assertThat(new Caller("", "a" + smile.repeat(40), "").name()).isEqualTo("a" + smile.repeat(31));
    }

    @Test
    void a_name_in_another_script_stays() {
        assertThat(new Caller("", "Жанна 王", "").name()).isEqualTo("Жанна 王");
    }
}
