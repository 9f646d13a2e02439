package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiversionReasonTest {
    @ParameterizedTest
    @EnumSource(DiversionReason.class)
    void a_cause_is_one_reason(DiversionReason reason) {
        assertThat(DiversionReason.ofCause(reason.cause())).isEqualTo(reason);
    }

    @Test
    void a_cause_without_a_meaning_is_unknown() {
        assertThat(DiversionReason.ofCause(200)).isEqualTo(DiversionReason.UNKNOWN);
        assertThat(DiversionReason.ofCause(-1)).isEqualTo(DiversionReason.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY",
        "600, BUSY",
        "408, NO_ANSWER",
        "480, NO_ANSWER",
        "603, DECLINED",
        "302, DECLINED",
        "300, DECLINED",
        "404, NOT_REGISTERED",
        "410, NOT_REGISTERED",
        "430, NOT_REGISTERED",
        "604, NOT_REGISTERED",
        "500, NOT_REGISTERED",
        "503, NOT_REGISTERED"
    })
    void a_final_response_of_a_phone_has_a_reason(int status, DiversionReason reason) {
        assertThat(DiversionReason.ofResponse(status)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 407, 415, 420, 422, 483, 488, 606})
    void a_response_to_the_request_itself_goes_back_to_the_caller(int status) {
        assertThat(DiversionReason.ofResponse(status)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, MAILBOX",
        "NO_ANSWER, REJECT",
        "DECLINED, MAILBOX",
        "DEFLECTED, MAILBOX",
        "NOT_REGISTERED, REJECT",
        "NOT_REACHABLE, REJECT",
        "UNCONDITIONAL, MAILBOX",
        "UNKNOWN, MAILBOX"
    })
    void the_owner_says_what_becomes_of_each(DiversionReason reason, Treatment treatment) {
        RingPlan plan = new RingPlan(
                Duration.ofSeconds(20), Treatment.MAILBOX, Treatment.REJECT, Treatment.MAILBOX, Treatment.REJECT);
        assertThat(plan.after(reason)).isEqualTo(treatment);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 121})
    void a_ring_time_out_of_its_range_is_refused(int seconds) {
        assertThatThrownBy(() -> new RingPlan(
                        Duration.ofSeconds(seconds),
                        Treatment.MAILBOX,
                        Treatment.MAILBOX,
                        Treatment.MAILBOX,
                        Treatment.MAILBOX))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
