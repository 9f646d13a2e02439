package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.location.DiversionReason;
import org.ssms.media.prompt.GreetingKind;

class VoicemailCallTest {
    @ParameterizedTest
    @CsvSource({
        "BUSY, BUSY",
        "UNCONDITIONAL, OUT_OF_OFFICE",
        "NO_ANSWER, NOT_ANSWERED",
        "DECLINED, DEFAULT",
        "NOT_REGISTERED, DEFAULT",
        "NOT_REACHABLE, DEFAULT",
        "UNKNOWN, DEFAULT"
    })
    void the_greeting_fits_the_reason_of_the_diversion(DiversionReason reason, GreetingKind greeting) {
        assertThat(VoicemailCall.greetingFor(reason)).isEqualTo(greeting);
    }
}
