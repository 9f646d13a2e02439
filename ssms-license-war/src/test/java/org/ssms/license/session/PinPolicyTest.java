package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.license.session.PinPolicy.Weakness;

class PinPolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"824193", "930571", "48291735", "482917350648"})
    void t11_digits_of_no_order_may_be_chosen(String pin) {
        assertThat(PinPolicy.weaknessOf(pin, "alice")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', LENGTH",
        "82419, LENGTH",
        "8241935706482, LENGTH",
        "82419a, LENGTH",
        "'824 193', LENGTH",
        "\u0661\u0662\u0663\u0664\u0665\u0666, LENGTH",
        "000000, PATTERN",
        "777777, PATTERN",
        "123456, PATTERN",
        "567890, PATTERN",
        "987654, PATTERN",
        "210987, PATTERN",
        "135791, PATTERN",
        "121212, PATTERN",
        "123123, PATTERN",
        "1212121, PATTERN",
        "12341234, PATTERN",
        "482948294829, PATTERN",
        "000001, PATTERN",
        "222221, PATTERN",
        "000007, PATTERN",
        "131331, PATTERN",
        "333344443333, PATTERN",
        "241280, DATE",
        "122480, DATE",
        "801224, DATE",
        "24121980, DATE",
        "12241980, DATE",
        "19801224, DATE",
        "112233, DATE",
        "223344, COMMON",
        "147258, COMMON",
        "314159, COMMON",
        "8675309, COMMON"
    })
    void t11_what_is_guessed_first_may_not(String pin, Weakness weakness) {
        assertThat(PinPolicy.weaknessOf(pin, "alice")).contains(weakness);
    }

    @Test
    void t11_digits_of_the_own_number_may_not() {
        assertThat(PinPolicy.weaknessOf("824193", "+49824193570")).contains(Weakness.OWN_NUMBER);
        assertThat(PinPolicy.weaknessOf("99570448", "alice5704")).contains(Weakness.OWN_NUMBER);
        assertThat(PinPolicy.weaknessOf("824193", "guest19")).isEmpty();
    }

    @Test
    void most_digits_that_a_machine_draws_may_be_chosen() {
        Random random = new Random(11); // fixed seed: a failure repeats
        long good = Stream.generate(() -> "%06d".formatted(random.nextInt(1_000_000)))
                .limit(10_000)
                .filter(pin -> PinPolicy.weaknessOf(pin, "alice").isEmpty())
                .count();
        assertThat(good).isGreaterThan(8500);
    }

    @Test
    void the_list_has_what_no_rule_finds_once() throws IOException {
        List<String> listed;
        try (InputStream in = PinPolicy.class.getResourceAsStream("forbidden-pins.txt")) {
            listed = new String(in.readAllBytes(), US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .toList();
        }
        assertThat(listed)
                .hasSizeGreaterThan(80)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        pin -> assertThat(PinPolicy.weaknessOf(pin, "alice")).contains(Weakness.COMMON));
    }
}
