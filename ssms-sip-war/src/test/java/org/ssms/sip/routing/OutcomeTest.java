package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.location.DiversionReason;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "486,             BUSY",
        "408,             NO_ANSWER",
        "'408 486',       BUSY",
        "'486 603 408',   DECLINED",
        "'302 486',       DECLINED",
        "'404 503',       NOT_REGISTERED",
        "'480 404',       NO_ANSWER",
        "'488 408',       NO_ANSWER",
        "'600 408',       BUSY"
    })
    void several_phones_have_one_reason(String statuses, DiversionReason reason) {
        assertThat(outcome(statuses).reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"488", "407", "'415 420'"})
    void what_concerns_the_request_is_no_reason(String statuses) {
        assertThat(outcome(statuses).reason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'486 603', true", "600, true", "'486 503', false"})
    void a_6xx_speaks_for_all(String statuses, boolean everywhere) {
        assertThat(outcome(statuses).everywhere()).isEqualTo(everywhere);
    }

    private static Outcome outcome(String statuses) {
        Outcome outcome = new Outcome();
        Arrays.stream(statuses.split(" ")).mapToInt(Integer::parseInt).forEach(outcome::add);
        return outcome;
    }
}
