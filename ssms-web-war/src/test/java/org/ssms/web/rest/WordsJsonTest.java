package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.json.MalformedJsonException;

class WordsJsonTest {
    private static final String TWO =
            "{'zone':'Europe/Berlin','rights':[{'plays':2,'notAfter':'2026-12-04T16:00:00Z'},{'forward':0}]}";

    @Test
    void rights_are_told_one_after_the_other_in_the_readers_language_and_time_zone() throws Exception {
        assertThat(told(TWO, Locale.ENGLISH))
                .contains("\"2 plays left, until Friday, 4 December 2026, 17:00\"")
                .contains("\"cannot be forwarded\"", "{\"forward\":\"It may not be forwarded.\"}");
        assertThat(told(TWO, Locale.GERMAN))
                .contains("\"noch 2 Mal abspielbar, bis Freitag, 4. Dezember 2026, 17:00\"")
                .contains("{\"forward\":\"Sie darf nicht weitergeleitet werden.\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'rights':[]} | zone",
                "{'zone':'Moon/Base','rights':[]} | zone",
                "{'zone':'UTC'} | rights",
                "{'zone':'UTC','rights':{}} | rights",
                "{'zone':'UTC','rights':[{'plays':-1}]} | plays",
                "{'zone':'UTC','rights':[{'sing':true}]} | sing",
                "{'zone':'UTC','rights':[],'more':1} | more"
            })
    void what_is_malformed_is_refused_and_its_member_named(String body, String member) {
        assertThatThrownBy(() -> told(body, Locale.ENGLISH))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("member '" + member + "'");
    }

    private static String told(String body, Locale language) throws MalformedJsonException {
        return WordsJson.told(body.replace('\'', '"'), language, true);
    }

    @Test
    void of_a_stranger_no_more_than_a_little_is_read() throws Exception {
        String ten = "{'zone':'UTC','rights':[" + "{},".repeat(9) + "{}]}";
        assertThat(WordsJson.told(ten.replace('\'', '"'), Locale.ENGLISH, false))
                .contains("no limits");
        String eleven = ten.replace("[", "[{},").replace('\'', '"');
        assertThatThrownBy(() -> WordsJson.told(eleven, Locale.ENGLISH, false))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("rights");
        assertThat(WordsJson.told(eleven, Locale.ENGLISH, true)).contains("no limits");
        assertThatThrownBy(() -> WordsJson.told(ten.replace('\'', '"') + " ".repeat(17_000), Locale.ENGLISH, false))
                .isInstanceOf(MalformedJsonException.class);
    }
}
