package org.ssms.protect.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {
    private static final String GOOD = "Digest username=\"alice\",realm=\"localhost\",cnonce=\"6b8b4567\",nc=0000001F,"
            + "qop=auth,uri=\"sip:localhost\",nonce=\"abc-_Z09\",response=\"30389fbe\",algorithm=MD5,opaque=\"op\"";

    @Test
    void parse_reads_what_a_phone_sends() throws Exception {
        DigestCredentials credentials = DigestCredentials.parse(GOOD);
        assertThat(credentials.user()).isEqualTo("alice");
        assertThat(credentials.realm()).isEqualTo("localhost");
        assertThat(credentials.uri()).isEqualTo("sip:localhost");
        assertThat(credentials.nonce()).isEqualTo("abc-_Z09");
        assertThat(credentials.nonceCount()).isEqualTo(31);
        assertThat(credentials.qop()).isEqualTo(DigestCredentials.Qop.AUTH);
        assertThat(credentials.algorithm()).isEqualTo("MD5");
        assertThat(credentials.userHashed()).isFalse();
    }

    @Test
    void names_fold_and_space_and_line_folds_are_skipped() throws Exception {
        DigestCredentials credentials = DigestCredentials.parse(GOOD.replace("Digest", "DIGEST")
                .replace("username", "UserName ")
                .replace(",", " ,\r\n\t "));
        assertThat(credentials.user()).isEqualTo("alice");
    }

    @Test
    void quoted_strings_may_hold_commas_and_escaped_quotes() throws Exception {
        DigestCredentials credentials = DigestCredentials.parse(
                GOOD.replace("\"6b8b4567\"", "\"a,b=\\\"c\\\\\"").replace("qop=auth", "qop=\"auth-int\""));
        assertThat(credentials.cnonce()).isEqualTo("a,b=\\\"c\\\\");
        assertThat(credentials.qop()).isEqualTo(DigestCredentials.Qop.AUTH_INT);
    }

    @Test
    void without_an_algorithm_it_is_md5() throws Exception {
        assertThat(DigestCredentials.parse(GOOD.replace(",algorithm=MD5", "")).algorithm())
                .isEqualTo("MD5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "realm", "nonce", "uri", "response", "cnonce", "nc", "qop"})
    void a_parameter_that_must_be_there_is_named(String name) {
        assertThatThrownBy(() -> DigestCredentials.parse(GOOD.replaceFirst("\\b" + name + "=", "x" + name + "=")))
                .isInstanceOf(MalformedCredentialsException.class)
                .hasMessageEndingWith("without " + name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no parameters | Digest",
                "no space | Digest,username=a",
                "no value | Digest username",
                "empty value | Digest username=, realm=a",
                "no comma | Digest username=a realm=b",
                "open quote | Digest username=\"a",
                "escape at the end | Digest username=\"a\\",
                "comma at the end | Digest username=a,",
                "twice | Digest nc=00000001, NC=00000002",
                "no token | Digest @=a"
            })
    void parse_refuses(String why, String text) {
        assertThatThrownBy(() -> DigestCredentials.parse(text)).isInstanceOf(MalformedCredentialsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "1", "0000000g", "000000001", "-0000001"})
    void parse_refuses_a_count_that_is_none(String nc) {
        assertThatThrownBy(() -> DigestCredentials.parse(GOOD.replace("0000001F", nc)))
                .isInstanceOf(MalformedCredentialsException.class);
    }

    @Test
    void parse_refuses_what_is_too_much() {
        assertThatThrownBy(() -> DigestCredentials.parse(GOOD + ",x=\"" + "a".repeat(5000) + "\""))
                .isInstanceOf(MalformedCredentialsException.class);
        StringBuilder many = new StringBuilder(GOOD);
        for (int i = 0; i < 30; i++) {
            many.append(",x").append(i).append("=1");
        }
        assertThatThrownBy(() -> DigestCredentials.parse(many.toString()))
                .isInstanceOf(MalformedCredentialsException.class);
        assertThatThrownBy(() -> DigestCredentials.parse(GOOD.replace("alice", "al\u0000ice")))
                .isInstanceOf(MalformedCredentialsException.class);
    }

    @Test
    void nothing_is_printed_or_repeated() throws Exception {
        assertThat(DigestCredentials.parse(GOOD)).hasToString("DigestCredentials[redacted]");
        assertThatThrownBy(() -> DigestCredentials.parse("Digest username=\"hunter2"))
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void other_schemes_are_not_ours() {
        assertThat(DigestCredentials.isDigest(" digest x=1")).isTrue();
        assertThat(DigestCredentials.isDigest("Basic abc")).isFalse();
        assertThat(DigestCredentials.isDigest("")).isFalse();
        assertThat(DigestCredentials.isDigest("\"Digest")).isFalse();
    }

    @Test
    void parse_of_any_text_returns_or_refuses() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        String alphabet = "Digest =,\"\\\t\r\nausernmcoqp0123456789@\u0000\u00e4";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? GOOD : "Digest ");
            for (int edits = random.nextInt(6); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(8)));
                }
            }
            try {
                DigestCredentials parsed = DigestCredentials.parse(text.toString());
                assertThat(parsed.user()).isNotEmpty();
                assertThat(parsed.nonceCount()).isBetween(1L, 0xffff_ffffL);
            } catch (MalformedCredentialsException expected) {
                // the only permitted failure
            }
        }
    }
}
