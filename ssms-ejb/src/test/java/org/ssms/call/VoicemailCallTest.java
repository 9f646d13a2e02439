package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.config.TestConfig;
import org.ssms.location.DiversionReason;
import org.ssms.media.prompt.GreetingKind;
import org.ssms.recording.RecordingConfig;

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

    /** A caller on hold, whose prompts wait, keeps a port and a place no longer. */
    @ParameterizedTest
    @CsvSource({"GREETING, 9, 30", "BEEP, 1, 30", "CONFIRMING, 3, 8", "GOODBYE, 6, 8"})
    void a_prompt_has_time_enough_and_little_more(CallScript.State state, int longest, int most) {
        Duration limit = VoicemailCall.limit(state, RecordingConfig.from(TestConfig.with(Map.of())));
        assertThat(limit).isBetween(Duration.ofSeconds(longest), Duration.ofSeconds(most));
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT1S, PT9S", "PT1S, PT1S, PT0S"})
    void nobody_is_waited_for_longer_than_the_first_media_may_take(Duration most, Duration silent, Duration greeted) {
        RecordingConfig config = RecordingConfig.from(TestConfig.with(Map.of("ssms.recording.first-media", "" + most)));
        assertThat(VoicemailCall.limit(CallScript.State.AWAITING_MEDIA, config)).isEqualTo(silent);
        assertThat(VoicemailCall.limit(CallScript.State.UNHEARD, config)).isEqualTo(greeted);
    }
}
