package org.ssms.license.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.protect.key.MacKey;

/** What a guest's code is good for (T3). */
class GuestCodeTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String RIGHT = "01234567";
    private static final String WRONG = "76543210";

    private final SecureRandom random = new SecureRandom();
    private final GuestCodes codes = new GuestCodes(MacKey.generate(random), random);
    private final UUID invitation = UUID.randomUUID();
    private final GuestCode code = new GuestCode(invitation, codes.tag(invitation, RIGHT), NOON);

    @Test
    void the_right_code_proves_and_a_wrong_one_does_not() {
        assertThat(guess(WRONG, NOON)).isFalse();
        assertThat(guess(RIGHT, NOON)).isTrue();
    }

    @Test
    void after_five_wrong_ones_the_right_one_is_worth_nothing() {
        for (int i = 0; i < GuestCode.TRIES; i++) {
            assertThat(guess(WRONG, NOON)).isFalse();
        }
        assertThat(guess(RIGHT, NOON)).isFalse();
    }

    @Test
    void it_is_good_for_ten_minutes() {
        Instant end = NOON.plus(Duration.ofMinutes(10));
        assertThat(guess(RIGHT, end.minusMillis(1))).isTrue();
        assertThat(guess(RIGHT, end)).isFalse();
    }

    @Test
    void the_next_one_makes_it_worth_nothing_and_has_tries_of_its_own() {
        for (int i = 0; i < GuestCode.TRIES; i++) {
            assertThat(guess(WRONG, NOON)).isFalse();
        }
        code.replace(codes.tag(invitation, WRONG), NOON);
        assertThat(guess(RIGHT, NOON)).isFalse();
        assertThat(guess(WRONG, NOON)).isTrue();
    }

    @Test
    void it_is_good_once_and_says_from_then_on_that_the_address_was_proved() {
        assertThat(guess(RIGHT, NOON)).isTrue();
        assertThat(code.isAddressProved()).isFalse();
        code.use(NOON);
        assertThat(code.isAddressProved()).isTrue();
        assertThat(guess(RIGHT, NOON)).isFalse();
        assertThat(guess("", NOON)).isFalse();
        code.replace(codes.tag(invitation, WRONG), NOON);
        assertThat(code.isAddressProved()).isTrue();
        assertThat(guess(WRONG, NOON)).isTrue();
    }

    @Test
    void what_is_stored_is_bound_to_the_invitation_and_to_a_key() {
        assertThat(codes.tag(invitation, RIGHT)).isEqualTo(codes.tag(invitation, RIGHT));
        assertThat(codes.tag(UUID.randomUUID(), RIGHT)).isNotEqualTo(codes.tag(invitation, RIGHT));
        assertThat(new GuestCodes(MacKey.generate(random), random).tag(invitation, RIGHT))
                .isNotEqualTo(codes.tag(invitation, RIGHT));
    }

    @Test
    void codes_have_eight_digits_and_differ() {
        String one = codes.next();
        assertThat(GuestCodes.isCode(one)).isTrue();
        assertThat(codes.next() + codes.next()).isNotEqualTo(one + one);
        assertThat(GuestCodes.isCode("1234567")).isFalse();
        assertThat(GuestCodes.isCode("1234567\u0661")).isFalse();
    }

    private boolean guess(String guessed, Instant now) {
        return code.isProvedBy(codes.tag(invitation, guessed), now);
    }
}
