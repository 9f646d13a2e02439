package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.PasswordDoors;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Evidence.Password;

class PinMethodTest extends AuthenticationContract {
    private final PinMethod method = new PinMethod(PasswordDoors.ofPins(
            name -> isUsable(name) ? version : -1, "$2a$04$of-the-pin", this::isRight, audit, clock));

    private boolean isRight(String hash, char[] guess) {
        work.incrementAndGet();
        return new String(guess).equals(password);
    }

    @Override
    AuthenticationMethod method() {
        return method;
    }

    @Override
    Evidence proof(String username, String secret) {
        return of(HOME, username, secret);
    }

    @Override
    Evidence from(Asker asker, String username) {
        return of(asker, username, password);
    }

    @Override
    Evidence oversize() {
        return of(HOME, ALICE, "1".repeat(100_000));
    }

    @Override
    boolean isGoodOnce() {
        return false;
    }

    private static Evidence of(Asker asker, String username, String pin) {
        return new Evidence(asker, "POST", "", null, new Password(username, pin.toCharArray()), List.of());
    }

    @Test
    void t11_who_has_set_another_pin_need_not_wait_for_what_was_guessed_of_the_one_before() throws Exception {
        for (int i = 0; i < 30; i++) {
            verify(of(HOME, ALICE, "guess" + i));
        }
        assertThat(verify(of(HOME, ALICE, password))).isInstanceOf(Later.class);
        method.changed(ALICE);
        assertThat(verify(of(HOME, ALICE, password))).isEqualTo(new Proved(ALICE, 3));
    }
}
