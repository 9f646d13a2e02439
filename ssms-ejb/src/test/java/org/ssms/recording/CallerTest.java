package org.ssms.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        assertThat(caller("", "a" + smile.repeat(40)).name()).isEqualTo("a" + smile.repeat(31) + "…");
    }

    @Test
    void a_family_is_not_torn_apart() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        assertThat(caller("", family).name()).isEqualTo(family);
        assertThat(caller("", "a".repeat(60) + family).name()).isEqualTo("a".repeat(60) + "…");
    }

    @Test
    void what_cannot_be_seen_is_no_name() {
        assertThat(caller("", "\u200d\u200c \u200d").name()).isEmpty();
        assertThat(caller("", "Bob\udb40\udc67\udb40\udc62").name()).isEqualTo("Bob");
    }

    /** Persian with a non-joiner, Hindi with a joiner, an emoji of Unicode 15, the flag of Scotland. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Жанна 王",
                "می\u200cخواهم",
                "क्\u200dष",
                "Zoë \ud83e\udee8",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f"
            })
    void a_name_in_any_script_stays(String name) {
        assertThat(caller("", name).name()).isEqualTo(name);
    }
}
