package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.guard.login.Asker;
import org.ssms.license.auth.Evidence.Password;

class PasswordMethodTest extends AuthenticationContract {
    private final PasswordMethod method = new PasswordMethod(door);

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
        return of(HOME, ALICE, "a".repeat(100_000));
    }

    /** The body of a request over TLS, and a password is no secret of one request. */
    @Override
    boolean isGoodOnce() {
        return false;
    }

    private static Evidence of(Asker asker, String username, String secret) {
        return new Evidence(asker, "POST", PATH, null, new Password(username, secret.toCharArray()), List.of());
    }

    @Test
    void no_header_asks_for_a_password_that_a_browser_would_ask_its_user_for() {
        assertThat(method().challenge("127.0.0.77", false)).isEmpty();
    }

    @Test
    void nothing_prints_a_password() {
        Evidence proof = proof(ALICE, "hunter2");
        assertThat(proof.toString()).doesNotContain("hunter2");
        assertThat(String.valueOf(proof.password())).doesNotContain("hunter2");
    }
}
