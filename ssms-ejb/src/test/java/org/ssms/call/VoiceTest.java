package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.call.menu.Menus;
import org.ssms.call.menu.Phrase;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Playback;
import org.ssms.media.prompt.Prompts;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class VoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-27T17:00:00Z");
    private static final UsageRights ALL = UsageRights.UNLIMITED
            .with(Right.USERS, Set.of("alice"))
            .with(Right.PLAYS, 3)
            .with(Right.NOT_BEFORE, NOW)
            .with(Right.NOT_AFTER, NOW.plus(Duration.ofDays(1)))
            .with(Right.PLAY_FOR, Duration.ofHours(2))
            .with(Right.FORWARD, 0)
            .with(Right.SAVE, false)
            .with(Right.MODIFY, false)
            .with(Right.REPLY, false)
            .with(Right.MIN_DRM, MinDrm.HARDWARE);

    @Test
    void f4_37_says_what_rights_restrict_in_the_order_of_the_catalogue() {
        assertThat(voice("en", ZoneOffset.UTC).limits(ALL))
                .containsExactly(
                        "right-only-called",
                        "right-plays",
                        "3",
                        "times",
                        "right-from",
                        "today",
                        "at",
                        "5",
                        "pm",
                        "right-until",
                        "tomorrow",
                        "at",
                        "5",
                        "pm",
                        "right-play-for",
                        "2",
                        "hours",
                        "right-no-forward",
                        "right-no-save",
                        "right-no-reply");
    }

    @Test
    void what_restricts_nothing_is_said_so_and_a_share_is_counted() {
        Voice voice = voice("en", ZoneOffset.UTC);
        assertThat(voice.limits(UsageRights.UNLIMITED)).containsExactly("no-limits");
        assertThat(voice.limits(UsageRights.UNLIMITED.with(Right.FORWARD, 1))).containsExactly("right-forward", "once");
        assertThat(voice.limits(UsageRights.UNLIMITED.with(Right.PLAYS, 0))).containsExactly("no-plays-left");
    }

    @Test
    void dates_are_those_of_the_zone() {
        UsageRights until = UsageRights.UNLIMITED.with(Right.NOT_AFTER, NOW.plus(Duration.ofHours(8)));
        assertThat(voice("en", ZoneOffset.UTC).limits(until)).contains("tomorrow");
        assertThat(voice("en", ZoneId.of("America/New_York")).limits(until)).contains("today");
    }

    /** Whatever a menu or a right says has a prompt. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void every_language_says_all_of_it(String language) {
        Voice voice = voice(language, ZoneOffset.UTC);
        assertThat(voice.say(List.of(new Phrase.Limits(ALL)))).isNotEmpty();
        new Menus(null, voice::hasInAllLanguages)
                .current()
                .values()
                .forEach(menu -> assertThat(voice.say(menu.phrases())).hasSameSizeAs(menu.phrases()));
        List<String> ofWalks = List.of(
                "wrong-key",
                "one-moment",
                "not-changed",
                "confirmed",
                "try-later",
                "number-wrong",
                "enter-number",
                "then-hash",
                "chosen",
                "to-confirm",
                "ask-plays",
                "ask-days",
                "control-code",
                "once-more",
                "ask-control-code",
                "control-code-wrong",
                "was-heard",
                "was-not-heard",
                "recalled",
                "error",
                "too-many-attempts");
        assertThat(voice.say(Phrase.clips(ofWalks))).hasSize(ofWalks.size());
    }

    @Test
    void a_moment_is_said_in_the_zone() {
        List<Phrase> evening = List.of(new Phrase.Moment(NOW.plus(Duration.ofHours(8))));
        assertThat(voice("en", ZoneOffset.UTC).say(evening))
                .extracting(TestVoice::name)
                .startsWith("tomorrow");
        assertThat(voice("en", ZoneId.of("America/New_York")).say(evening))
                .extracting(TestVoice::name)
                .startsWith("today");
    }

    @Test
    void what_is_recorded_is_heard_in_its_place_and_that_there_is_nothing_is_said() {
        List<Phrase> phrases = List.of(new Phrase.Recorded(), new Phrase.Clip("to-send"));
        Playback recorded = new Playback(AudioCodec.PCMU, () -> {});
        Voice voice = voice("en", ZoneOffset.UTC);
        assertThat(voice.say(phrases, () -> "", () -> recorded).get(0)).isSameAs(recorded);
        assertThat(voice.say(phrases)).extracting(TestVoice::name).containsExactly("no-recording", "to-send");
    }

    @Test
    void a_control_code_is_said_digit_by_digit_with_pauses() {
        Prompts english = Prompts.load("en");
        List<Phrase> code = List.of(new Phrase.ControlCode());
        assertThat(voice("en", ZoneOffset.UTC).say(code, () -> "0123", () -> null))
                .extracting(TestVoice::samples)
                .containsExactlyElementsOf(List.of("0", "1", "2", Prompts.PAUSE, "3").stream()
                        .map(name -> english.get(name).samples())
                        .toList());
        assertThat(voice("en", ZoneOffset.UTC).say(code)).isEmpty();
    }

    @Test
    void what_is_said_in_another_language_is_in_that_and_the_rest_goes_on() {
        Voice english = voice("en", ZoneOffset.UTC);
        Prompts german = Prompts.load("de");
        assertThat(english.say(List.of(new Phrase.Foreign("for-language", "de"), new Phrase.Clip("goodbye"))))
                .extracting(TestVoice::samples)
                .containsExactly(
                        german.get("for-language").samples(),
                        Prompts.load("en").get("goodbye").samples());
        assertThat(english.in("de").say(Phrase.clips("goodbye")))
                .extracting(TestVoice::samples)
                .containsExactly(german.get("goodbye").samples());
    }

    private static Voice voice(String language, ZoneId zone) {
        return new Voice(TestVoice.LANGUAGES, language, zone, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
