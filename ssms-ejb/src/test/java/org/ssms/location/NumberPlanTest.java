package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.identity.stir.Numbering;

class NumberPlanTest {
    private final NumberPlan german = plan("49", "0", "00");
    private final NumberPlan american = plan("1", "1", "011");

    private static NumberPlan plan(String country, String national, String international) {
        return new NumberPlan(new Numbering(country, national, international), "localhost"::equals);
    }

    @ParameterizedTest
    @CsvSource({
        "+4930123456,          +4930123456",
        "+49-30-123456,        +4930123456",
        "+49 (30) 12.34-56,    +4930123456",
        "030123456,            +4930123456",
        "030/123456,           ''",
        "004930123456,         +4930123456",
        "0012125550123,        +12125550123",
        "30123456,             ''",
        "+0123,                ''",
        "+1234567890123456,    ''",
        "+,                    ''",
        "alice,                ''",
    })
    void a_number_is_kept_as_e164(String dialled, String kept) {
        assertThat(german.e164(dialled).orElse("")).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"12125550123, +12125550123", "0114930123456, +4930123456", "2125550123, ''"})
    void the_prefixes_are_those_of_the_configuration(String dialled, String kept) {
        assertThat(american.e164(dialled).orElse("")).isEqualTo(kept);
    }

    @Test
    void without_a_country_code_national_numbers_mean_nothing() {
        NumberPlan none = plan("", "0", "00");
        assertThat(none.e164("030123456")).isEmpty();
        assertThat(none.e164("004930123456")).contains("+4930123456");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice                                  | alice",
                "Alice.Liddell                          | alice.liddell",
                "1001                                   | 1001",
                "10-01                                  | 10-01 1001",
                "4930123456                             | 4930123456 +4930123456",
                "49                                     | 49",
                "+49-30-123456                          | +49-30-123456 +4930123456",
                "+4930123456;isub=7                     | +4930123456",
                "030-123456;phone-context=+49           | +4930123456",
                "30123456;phone-context=+49             | +4930123456",
                "863-1234;phone-context=+1-914-555      | +19145558631234",
                "1001;ext=5;Phone-Context=localhost     | 1001",
                "1001;phone-context=LOCALHOST           | 1001",
                "030123456;phone-context=localhost      | 030123456 +4930123456",
            })
    void a_dialled_text_may_mean(String dialled, String meanings) {
        assertThat(german.meanings(dialled)).containsExactly(meanings.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                ";phone-context=+49",
                "1001;phone-context=example.org",
                "alice;phone-context=+49",
                "b\u00f6b",
                "alice@localhost",
                "a b",
                "\u212aate"
            })
    void these_mean_nobody(String dialled) {
        assertThat(german.meanings(dialled)).isEmpty();
    }

    @Test
    void a_private_number_of_our_domain_is_no_name_elsewhere() {
        assertThat(german.meanings("1001;phone-context=+49")).containsExactly("+491001");
    }

    @ParameterizedTest
    @CsvSource({"Alice.L, alice.l", "030-123456, +4930123456", "1001, 1001", "+49x, ''", "'a b', ''"})
    void what_is_given_to_a_subscriber_is_kept_in_one_form(String given, String kept) {
        assertThat(german.canonical(given).orElse("")).isEqualTo(kept);
    }

    @Test
    void any_text_has_few_meanings_of_bounded_length() {
        Random random = new Random(3966);
        String alphabet = "+0149;-. ()phone-context=abz*#\u00e9";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(german.meanings(text.toString()))
                    .hasSizeLessThanOrEqualTo(3)
                    .allSatisfy(meaning -> assertThat(meaning).hasSizeBetween(1, 64));
        }
        assertThat(german.meanings("0".repeat(10_000))).isEmpty();
    }
}
