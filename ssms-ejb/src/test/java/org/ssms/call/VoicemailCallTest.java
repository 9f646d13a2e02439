package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.config.TestConfig;
import org.ssms.location.DiversionReason;
import org.ssms.media.prompt.GreetingKind;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Prompts;
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

    @ParameterizedTest
    @CsvSource({"UNHEARD, 30", "GREETING, 30", "BEEP, 30", "CONFIRMING, 8", "GOODBYE, 8"})
    void each_prompt_of_a_state_has_time_enough_and_little_more(CallScript.State state, int most) {
        Duration limit = VoicemailCall.limit(state, RecordingConfig.from(TestConfig.with(Map.of())));
        assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(most));
        assertThat(playedIn(state)).isNotEmpty().allSatisfy(prompt -> {
            Duration length =
                    Duration.ofSeconds(1).multipliedBy(prompt.samples()).dividedBy(8000);
            assertThat(limit).as(prompt.name()).isGreaterThan(length.plusMillis(500));
        });
    }

    private static List<Prompt> playedIn(CallScript.State state) {
        Prompts prompts = Prompts.load("en");
        return switch (state) {
            case UNHEARD, GREETING ->
                Arrays.stream(GreetingKind.values()).map(prompts::greeting).toList();
            case BEEP -> List.of(prompts.beep());
            case CONFIRMING -> List.of(prompts.stored());
            case GOODBYE -> List.of(prompts.goodbye(), prompts.unavailable());
            default -> List.of();
        };
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT1S, PT9S", "PT1S, PT1S, PT0S"})
    void nobody_is_waited_for_longer_than_the_first_media_may_take(Duration most, Duration silent, Duration greeted) {
        RecordingConfig config = RecordingConfig.from(TestConfig.with(Map.of("ssms.recording.first-media", "" + most)));
        assertThat(VoicemailCall.limit(CallScript.State.AWAITING_MEDIA, config)).isEqualTo(silent);
        assertThat(VoicemailCall.limit(CallScript.State.UNHEARD, config)).isEqualTo(greeted);
    }
}
