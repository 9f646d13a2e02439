package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordDigestTest {
    private static final String BCRYPT = "$2a$04$";

    /** As Python has it: hashlib.sha256, unicodedata.normalize, base64. It is stored, so it never changes. */
    @Test
    void the_digest_is_that_of_before() {
        assertThat(digest("correct horse battery staple")).isEqualTo("ZwVVF/14TYvkoVPISbvwfhyNO+jyCTO9Mn4tezw+3Nk");
        assertThat(digest("Straße Ångström")).isEqualTo("6HSkzo51LcuRpEuGkf1X7FbgdDzf6N8JLJZKjfRjLXA");
    }

    @Test
    void the_same_signs_are_the_same_password_whatever_keyboard_they_come_from() {
        assertThat(digest("Straße A\u030angstro\u0308m")).isEqualTo(digest("Straße Ångström"));
        assertThat(digest("Straße \u212bngström")).isEqualTo(digest("Straße Ångström"));
        assertThat(digest("straße Ångström")).isNotEqualTo(digest("Straße Ångström"));
    }

    @Test
    void every_character_of_a_long_password_counts() {
        String start = "\u97f3".repeat(40); // 120 bytes
        String stored = PasswordDigest.stored((start + "a").toCharArray(), PasswordDigestTest::bcrypt);
        assertThat(stored).startsWith(BCRYPT).endsWith(":sha256").hasSizeLessThanOrEqualTo(72);
        assertThat(matches(stored, start + "a")).isTrue();
        assertThat(matches(stored, start + "b")).isFalse();
    }

    @Test
    void a_password_that_an_operator_has_hashed_is_taken_as_it_is_typed() {
        String stored = bcrypt("correct horse".toCharArray());
        assertThat(matches(stored, "correct horse")).isTrue();
        assertThat(matches(stored, digest("correct horse"))).isFalse();
    }

    private static boolean matches(String stored, String password) {
        return PasswordDigest.matches(stored, password.toCharArray(), (hash, secret) -> hash.equals(bcrypt(secret)));
    }

    /** As short as bcrypt's, and so that it sees no more of a secret than bcrypt does. */
    private static String bcrypt(char[] secret) {
        return BCRYPT + Integer.toHexString(new String(secret, 0, Math.min(72, secret.length)).hashCode());
    }

    private static String digest(String password) {
        return new String(PasswordDigest.of(password.toCharArray()));
    }
}
