package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ssms.identity.Attestation;
import org.ssms.identity.PassportCheck;

class CallerVerificationTest {
    private static final PassportCheck PASSPORT =
            new PassportCheck(List.of("header"), "sip:bob@example.org", "sip:alice@localhost", null);

    private static CallerVerification verification(Function<PassportCheck, Optional<Attestation>> verifier) {
        return new CallerVerification(verifier, Runnable::run);
    }

    @Test
    void what_is_verified_is_told() {
        CallerVerification verification = verification(passport -> Optional.of(Attestation.B));
        assertThat(verification.await()).isNull();
        verification.begin(PASSPORT);
        assertThat(verification.await()).isEqualTo(Attestation.B);
    }

    @Test
    void without_a_passport_nobody_is_asked() {
        CallerVerification verification = verification(passport -> {
            throw new IllegalStateException("not to be asked");
        });
        verification.begin(null);
        assertThat(verification.await()).isNull();
    }

    @Test
    void a_verifier_that_fails_costs_nothing_but_the_attestation() {
        CallerVerification verification = verification(passport -> {
            throw new IllegalStateException("planned");
        });
        verification.begin(PASSPORT);
        assertThat(verification.await()).isNull();
    }

    @Test
    void a_server_that_goes_down_verifies_nothing() {
        CallerVerification verification = new CallerVerification(passport -> Optional.of(Attestation.A), task -> {
            throw new RejectedExecutionException("planned");
        });
        verification.begin(PASSPORT);
        assertThat(verification.await()).isNull();
    }
}
