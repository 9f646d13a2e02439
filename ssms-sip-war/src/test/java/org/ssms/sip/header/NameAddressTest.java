package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameAddressTest {
    @Test
    void without_brackets_the_parameters_belong_to_the_field() throws Exception {
        assertThat(NameAddress.parse("sip:alice@host;tag=1"))
                .isEqualTo(new NameAddress("", "sip:alice@host", Map.of("tag", "1")));
    }

    @Test
    void within_brackets_they_belong_to_the_uri() throws Exception {
        assertThat(NameAddress.parse("Alice Smith <sip:alice@host;transport=tcp>;q=0.5"))
                .isEqualTo(new NameAddress("Alice Smith", "sip:alice@host;transport=tcp", Map.of("q", "0.5")));
    }

    @Test
    void a_quoted_name_may_hold_anything() throws Exception {
        assertThat(NameAddress.parse("\"a \\\"b\\\" <c>, d;\" <sip:alice@host>").name())
                .isEqualTo("a \"b\" <c>, d;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Jürgen \\\"JM\\\" Müller\" sip:+4930123@host;x=1 | Jürgen \"JM\" Müller | sip:+4930123@host",
                "\"Jürgen\"sip:jürgen@host | Jürgen | sip:jürgen@host",
                "\"a; b\" sip:a@host | a; b | sip:a@host",
                "Jürgen Müller sip:a@host ; x=1 | Jürgen Müller | sip:a@host",
                "sip:a@host;x=1 | `` | sip:a@host"
            })
    void what_only_informs_may_lack_its_brackets(String text, String name, String uri) {
        assertThat(NameAddress.readable(List.of(text)))
                .extracting(NameAddress::name, NameAddress::uri)
                .containsExactly(tuple(name, uri));
        assertThat(NameAddress.readable(List.of("\"a\" b c sip:a@host", "a", "\"a\"")))
                .isEmpty();
    }

    @Test
    void a_list_is_split_outside_quotes_and_brackets_only() throws Exception {
        List<NameAddress> list =
                NameAddress.list(List.of("\"x, y\" <sip:a,b@host>;p=\"1,2\" , <tel:+1>", "sip:c@host"));
        assertThat(list).extracting(NameAddress::uri).containsExactly("sip:a,b@host", "tel:+1", "sip:c@host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<>",
                "<sip:alice@host",
                "sip:alice@host>",
                "\"open <sip:alice@host>",
                "alice",
                "<sip:a b@host>",
                "<sip:a@host>;=1",
                "<sip:a@host>;x=1;X=2",
                "<sip:a@host> junk",
                "a\"b <sip:a@host>",
                "sip:a@host,",
                ",sip:a@host"
            })
    void broken_addresses_are_refused(String text) {
        assertThatThrownBy(() -> NameAddress.list(List.of(text))).isInstanceOf(MalformedHeaderException.class);
    }

    @Test
    void a_field_has_limits() {
        assertThatThrownBy(() -> NameAddress.parse("<sip:" + "a".repeat(10_000) + "@host>"))
                .isInstanceOf(MalformedHeaderException.class);
        assertThatThrownBy(() -> NameAddress.list(List.of("<sip:a@h>" + ",<sip:a@h>".repeat(64))))
                .isInstanceOf(MalformedHeaderException.class);
    }
}
