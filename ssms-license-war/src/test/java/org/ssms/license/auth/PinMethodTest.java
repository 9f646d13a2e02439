package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.guard.login.PasswordDoors;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;

/** What holds of passwords holds of PINs. */
class PinMethodTest extends PasswordMethodTest {
    private final PinMethod pins = new PinMethod(PasswordDoors.ofPins(
            name -> isUsable(name) ? version : -1, "$2a$04$of-the-pin", this::isRight, audit, clock));

    @Override
    AuthenticationMethod method() {
        return pins;
    }

    @Test
    void t11_who_has_set_another_pin_need_not_wait_for_what_was_guessed_of_the_one_before() throws Exception {
        for (int i = 0; i < 30; i++) {
            verify(proof(ALICE, "guess" + i));
        }
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Later.class);
        pins.changed(ALICE);
        assertThat(verify(proof(ALICE, password))).isEqualTo(new Proved(ALICE, 3));
    }
}
