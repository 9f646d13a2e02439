package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "mailto:friend@example.com, mailto:friend@example.com",
                "MAILTO:Friend@Example.COM, mailto:Friend@example.com",
                "mailto:f.r+tag_1=x~y-z@a-b.example, mailto:f.r+tag_1=x~y-z@a-b.example",
                "mailto:o'hara@localhost, mailto:o'hara@localhost"
            })
    void of_an_address_there_is_one_form(String written, String holder) {
        assertThat(GuestAddress.of(written)).map(GuestAddress::holder).contains(holder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "friend@example.com",
                "mailto:",
                "mailto:friend",
                "mailto:@example.com",
                "mailto:friend@",
                "mailto:a@b@c",
                "mailto:.a@b",
                "mailto:a.@b",
                "mailto:a..b@c",
                "mailto:a@-b",
                "mailto:a@b-",
                "mailto:a@b..c",
                "mailto:a@b.",
                "mailto:a@[127.0.0.1]",
                "mailto:\"a b\"@c",
                "mailto:a%0d%0aBcc:x@y@c",
                "mailto:a@b\r\nBcc: x@y",
                "mailto:a@b\n",
                "mailto:a,x@b",
                "mailto:a@b,x@y",
                "mailto:a@b?bcc=x@y",
                "mailto: a@b",
                "mailto:<a@b>",
                "mailto:ä@b",
                "mailto:a@ä",
                "mailto:\u0430@b",
                "mailto:a@K\u0131"
            })
    void what_is_no_plain_address_is_none(String written) {
        assertThat(GuestAddress.of(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:friend@example.com, mailto:friend@example.com, true",
        "mailto:friend@example.com, mailto:FRIEND@example.com, true",
        "mailto:friend+a@example.com, mailto:Friend+b+c@Example.com, true",
        "mailto:friend@example.com, mailto:friends@example.com, false",
        "mailto:friend@example.com, mailto:friend@example.org, false",
        "mailto:+a@example.com, mailto:+b@example.com, false",
        "alice, alice, false",
        "alice, mailto:alice@example.com, false"
    })
    void neither_case_nor_a_tag_makes_another_person_of_a_guest(String holder, String other, boolean one) {
        assertThat(GuestAddress.areOnePerson(holder, other)).isEqualTo(one);
        assertThat(GuestAddress.areOnePerson(other, holder)).isEqualTo(one);
    }

    @Test
    void its_length_is_bounded() {
        String domain = ("a".repeat(63) + ".").repeat(2) + "example";
        assertThat(GuestAddress.of("mailto:" + "x".repeat(64) + "@" + domain)).isPresent();
        assertThat(GuestAddress.of("mailto:" + "x".repeat(65) + "@" + domain)).isEmpty();
        assertThat(GuestAddress.of("mailto:x@" + "a".repeat(64))).isEmpty();
        assertThat(GuestAddress.of("mailto:x@a" + ".a".repeat(99))).isEmpty();
    }
}
