package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.license.session.PasswordPolicy.Weakness;

/** NIST SP 800-63B §3.1.1.2. */
class PasswordPolicyTest {
    private static final String ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789";

    private final PasswordPolicy policy = new PasswordPolicy(new PasswordConfig(
            12, Set.of("voicemail", "vm.example.org"), Set.of("stolen elsewhere", "purpleelephant")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rainy-tuesday-pelican",
                "tnr8c-w2qk1-0vdxh-93fza",
                "739155208846",
                "öäüß ÖÄÜ éèê",
                "\u5bc6\u7801\u4e0d\u5e94\u8be5\u592a\u77ed\u4f46\u662f\u8fd9\u4e2a\u591f\u957f",
                "\ud83d\udc18 \ud83c\udf32 \ud83d\ude82 \ud83c\udfb7 \ud83e\udd6f \ud83d\udd14 !",
                "~^?/#%&*+=:;<>",
                "summer lantern under the bridge",
                "tomtom on the third of may"
            })
    void any_signs_may_be_chosen_and_none_must(String password) {
        assertThat(policy.weaknessOf(password, "carol")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', TOO_SHORT",
        "rainypelica, TOO_SHORT",
        "aaaaaaaaaaaaaaaa, PATTERN",
        "abababababababab, PATTERN",
        "xk3#vxk3#vxk3#v, PATTERN",
        "123456789012, PATTERN",
        "qwertyuiop12, PATTERN",
        "abcdefghijkl, PATTERN",
        "1qaz2wsx3edc, PATTERN",
        "poiuytrewq!!, PATTERN",
        "password2026, COMMON",
        "Password2026!, COMMON",
        "p@ssw0rd-2026!, COMMON",
        "iloveyou12345, COMMON",
        "!!!Welcome!!!1, COMMON",
        "letmein-dragon, COMMON",
        "passwordwelcomeadmin, COMMON",
        "passwordletmeinlogin, COMMON",
        "voicemailpassword, OWN_NAME",
        "summer flower cookie dragon, COMMON",
        "correcthorsebatterystaple, COMMON",
        "Correct Horse Battery Staple 1, COMMON",
        "123123123abc, PATTERN",
        "abcabcabcxyz1, PATTERN",
        "Stolen Elsewhere, COMMON",
        "Purple-Elephant-99!, COMMON",
        "heidemariepassword2026, OWN_NAME",
        "heidemarie-2026-password, OWN_NAME",
        "voicemail-2026, OWN_NAME",
        "Example-2026-11, OWN_NAME",
        "heidemarie1958, OWN_NAME",
        "H31demarie1958!, OWN_NAME"
    })
    void what_is_guessed_first_may_not(String password, Weakness weakness) {
        assertThat(policy.weaknessOf(password, "heidemarie")).contains(weakness);
    }

    @Test
    void it_is_as_long_as_it_is_in_nfkc() {
        assertThat(policy.weaknessOf("\ufb03k\ufb02w\ufb03xy", "carol"))
                .as("ligatures of two and three letters")
                .isEmpty();
        assertThat(policy.weaknessOf("\ufb03k\ufb02w\ufb03x", "carol")).contains(Weakness.TOO_SHORT);
    }

    @Test
    void what_is_no_character_may_not() {
        for (String none : List.of("\u0007", "\ud83d", "\u0378")) {
            assertThat(policy.weaknessOf("rainy pelican" + none, "carol")).contains(Weakness.CHARACTERS);
        }
    }

    @Test
    void it_may_be_as_long_as_anybody_likes_within_reason() {
        assertThat(policy.weaknessOf(random(new Random(12), PasswordPolicy.LONGEST), "carol"))
                .isEmpty();
        assertThat(policy.weaknessOf(random(new Random(12), PasswordPolicy.LONGEST + 1), "carol"))
                .contains(Weakness.TOO_LONG);
    }

    @Test
    void what_a_machine_draws_may_be_chosen() {
        Random random = new Random(12); // fixed seed: a failure repeats
        assertThat(Stream.generate(() -> random(random, 16)).limit(10_000))
                .allSatisfy(password ->
                        assertThat(policy.weaknessOf(password, "carol")).isEmpty());
    }

    @Test
    void every_word_of_the_list_is_refused_with_little_else_and_none_is_a_part_of_another() throws IOException {
        List<String> listed;
        try (InputStream in = PasswordPolicy.class.getResourceAsStream("forbidden-passwords.txt")) {
            listed = new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .toList();
        }
        assertThat(listed)
                .as("as the documents say")
                .hasSize(186)
                .doesNotHaveDuplicates()
                .allSatisfy(word -> {
                    assertThat(listed.stream().filter(word::contains)).containsExactly(word);
                    assertThat(policy.weaknessOf("+*#%&~" + word + "+*#%&~", "carol"))
                            .as(word)
                            .isPresent();
                });
    }

    private static String random(Random random, int length) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < length; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
