package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class RememberedPasswordsTest {
    private static final Account ALICE = new Account("alice", "$2a$10$hash", true, 0, 10);

    private final SettableClock clock = new SettableClock();
    private final RememberedPasswords remembered = new RememberedPasswords(clock, new SecureRandom());

    @Test
    void a_right_password_is_remembered_for_a_minute_and_no_other_is() {
        assertThat(isRight(ALICE, "secret")).isFalse();
        remembered.wasRight(ALICE, "secret".toCharArray());
        assertThat(isRight(ALICE, "secret")).isTrue();
        assertThat(isRight(ALICE, "secre")).isFalse();
        assertThat(isRight(ALICE, "")).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(isRight(ALICE, "secret")).isFalse();
    }

    @Test
    void it_is_worth_nothing_for_another_name_or_once_the_stored_hash_has_changed() {
        remembered.wasRight(ALICE, "secret".toCharArray());
        assertThat(isRight(new Account("bob", "$2a$10$hash", true, 0, 10), "secret"))
                .isFalse();
        assertThat(isRight(new Account("alice", "$2a$10$other", true, 0, 10), "secret"))
                .isFalse();
    }

    @Test
    void only_so_many_are_kept() {
        remembered.wasRight(ALICE, "secret".toCharArray());
        for (int i = 0; i < 10_000; i++) {
            remembered.wasRight(new Account("user" + i, "$2a$10$hash", true, 0, 10), "secret".toCharArray());
        }
        assertThat(isRight(ALICE, "secret")).isFalse();
    }

    private boolean isRight(Account account, String password) {
        return remembered.isRight(account, password.toCharArray());
    }
}
