package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.call.CallAction.Simple.CANCEL_RECORDING;
import static org.ssms.call.CallAction.Simple.DEPOSIT_KEY;
import static org.ssms.call.CallAction.Simple.DROP_FORMER;
import static org.ssms.call.CallAction.Simple.HANG_UP;
import static org.ssms.call.CallAction.Simple.KEEP_RECORDING;
import static org.ssms.call.CallAction.Simple.LEAVE_NOTHING;
import static org.ssms.call.CallAction.Simple.OPEN_RECORDING;
import static org.ssms.call.CallAction.Simple.PAUSE_RECORDING;
import static org.ssms.call.CallAction.Simple.RELEASE;
import static org.ssms.call.CallAction.Simple.STOP_PROMPTS;
import static org.ssms.call.CallEvent.Simple.ABORTED;
import static org.ssms.call.CallEvent.Simple.ACKNOWLEDGED;
import static org.ssms.call.CallEvent.Simple.CANCELLED;
import static org.ssms.call.CallEvent.Simple.CHOICE_FAILED;
import static org.ssms.call.CallEvent.Simple.CODE_GIVEN;
import static org.ssms.call.CallEvent.Simple.FIRST_MEDIA;
import static org.ssms.call.CallEvent.Simple.FORMER_DROPPED;
import static org.ssms.call.CallEvent.Simple.HUNG_UP;
import static org.ssms.call.CallEvent.Simple.INVITED;
import static org.ssms.call.CallEvent.Simple.KEY_DEPOSITED;
import static org.ssms.call.CallEvent.Simple.KEY_REFUSED;
import static org.ssms.call.CallEvent.Simple.NOTHING_RECORDED;
import static org.ssms.call.CallEvent.Simple.NOT_DONE;
import static org.ssms.call.CallEvent.Simple.NOT_HEARD;
import static org.ssms.call.CallEvent.Simple.POSTPONED;
import static org.ssms.call.CallEvent.Simple.PROMPTS_ENDED;
import static org.ssms.call.CallEvent.Simple.RECALLED;
import static org.ssms.call.CallEvent.Simple.RECORDING_ENDED;
import static org.ssms.call.CallEvent.Simple.RECORDING_FAILED;
import static org.ssms.call.CallEvent.Simple.RECORDING_OPENED;
import static org.ssms.call.CallEvent.Simple.RECORDING_REFUSED;
import static org.ssms.call.CallEvent.Simple.RENEWAL_FAILED;
import static org.ssms.call.CallEvent.Simple.RENEWED;
import static org.ssms.call.CallEvent.Simple.STORED;
import static org.ssms.call.CallEvent.Simple.TIMEOUT;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.call.CallAction.Play;
import org.ssms.call.CallAction.RecordAfter;
import org.ssms.call.CallAction.Renew;
import org.ssms.call.menu.Keypad;
import org.ssms.call.menu.Phrase;
import org.ssms.config.TestConfig;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.OwnGreeting;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.recording.RecordingConfig;

class CallScriptTest {
    private static final CallEvent[] TO_BEEP = {
        INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, PROMPTS_ENDED, RECORDING_OPENED
    };

    private static final RecordingConfig CONFIG = RecordingConfig.from(TestConfig.defaults());
    private static final CallEvent POUND = new CallEvent.Digit('#');
    private static final CallAction PLAY_GREETING = Play.of(PromptName.GREETING_BUSY, PromptName.LEAVE_MESSAGE);
    private static final CallAction PLAY_STORED = Play.of(PromptName.STORED);
    private static final CallAction PLAY_APOLOGY = Play.of(PromptName.UNAVAILABLE, PromptName.TRY_LATER);
    private static final CallAction PLAY_REGRET = Play.of(PromptName.ERROR, PromptName.TRY_LATER);
    private static final CallAction PLAY_GOODBYE = Play.of(PromptName.GOODBYE);
    private static final CallEvent STAR = digit('*');
    private static final UsageRights NO_FORWARD = UsageRights.UNLIMITED.with(Right.FORWARD, 0);
    private static final CallAction BEEP = RecordAfter.of(PromptName.BEEP);

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final AtomicLong nanoTime = new AtomicLong();
    private final CallScript script = new CallScript(
            prompts(PromptName.GREETING_BUSY),
            CONFIG,
            new Keypad(
                    TestVoice.MENUS.current(),
                    Set.of("alice"),
                    clock,
                    nanoTime::get,
                    CONFIG.limits().max()));

    private static CallScript script() {
        return script(prompts(PromptName.GREETING_BUSY), CONFIG);
    }

    private static CallGreeting prompts(PromptName greeting) {
        return new CallGreeting(greeting, null);
    }

    private static CallScript script(CallGreeting greeting, RecordingConfig config) {
        return new CallScript(greeting, config, keypad());
    }

    private static Keypad keypad() {
        return new Keypad(
                TestVoice.MENUS.current(),
                Set.of("alice"),
                TestVoice.ENGLISH.clock(),
                System::nanoTime,
                CONFIG.limits().max());
    }

    private List<CallAction> after(CallEvent... events) {
        List<CallAction> last = List.of();
        for (CallEvent event : events) {
            last = script.on(event);
        }
        return last;
    }

    private void untilRecording() {
        after(TO_BEEP);
        assertThat(script.on(PROMPTS_ENDED)).isEmpty(); // the media loop records already
        assertThat(script.state()).isEqualTo(CallScript.State.RECORDING);
    }

    @Test
    void a_call_ended_by_pound_is_confirmed_and_then_hung_up_by_us() {
        untilRecording();
        assertThat(script.on(POUND)).containsExactly(KEEP_RECORDING);
        assertThat(script.on(STORED)).containsExactly(PLAY_STORED);
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(PLAY_GOODBYE);
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void silence_or_the_longest_time_keep_the_recording() {
        untilRecording();
        assertThat(script.on(RECORDING_ENDED)).containsExactly(KEEP_RECORDING);
    }

    @Test
    void the_greeting_waits_for_the_acknowledgement_and_for_media() {
        assertThat(after(INVITED, FIRST_MEDIA)).isEmpty();
        assertThat(script.on(ACKNOWLEDGED)).containsExactly(DEPOSIT_KEY, PLAY_GREETING);
    }

    @Test
    void without_media_the_call_ends_and_the_license_server_hears_nothing_of_it() {
        assertThat(after(INVITED, ACKNOWLEDGED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(PLAY_GREETING);
        assertThat(script.on(PROMPTS_ENDED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void a_muted_caller_hears_the_greeting_and_is_recorded_when_he_is_heard() {
        after(INVITED, ACKNOWLEDGED, TIMEOUT);
        assertThat(script.on(FIRST_MEDIA)).containsExactly(DEPOSIT_KEY);
        assertThat(script.on(KEY_DEPOSITED)).isEmpty();
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void who_is_heard_after_the_greeting_only_is_recorded_when_the_key_is_there() {
        after(INVITED, ACKNOWLEDGED, TIMEOUT, PROMPTS_ENDED);
        assertThat(script.on(FIRST_MEDIA)).containsExactly(DEPOSIT_KEY);
        assertThat(script.on(KEY_DEPOSITED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void without_acknowledgement_the_call_ends_and_the_license_server_hears_nothing_of_it() {
        assertThat(after(INVITED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void the_key_is_brought_once_however_the_media_come() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA)).containsExactly(DEPOSIT_KEY, PLAY_GREETING);
        assertThat(after(FIRST_MEDIA, ACKNOWLEDGED)).isEmpty();
    }

    @Test
    void keys_are_listened_to_from_the_greeting_to_the_end_of_the_recording() {
        for (CallEvent event : TO_BEEP) {
            assertThat(script.listensToKeys()).isEqualTo(script.state().compareTo(CallScript.State.GREETING) >= 0);
            script.on(event);
        }
        assertThat(script.listensToKeys()).as("beep").isTrue();
        script.on(PROMPTS_ENDED);
        assertThat(script.listensToKeys()).as("recording").isTrue();
        for (CallEvent event : List.of(POUND, STORED, PROMPTS_ENDED, PROMPTS_ENDED)) {
            script.on(event);
            assertThat(script.listensToKeys()).isFalse();
        }
    }

    @Test
    void pound_in_the_greeting_skips_to_the_beep() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED);
        assertThat(script.on(POUND)).containsExactly(STOP_PROMPTS, OPEN_RECORDING);
        assertThat(script.on(RECORDING_OPENED)).containsExactly(BEEP);
    }

    @Test
    void no_file_is_opened_before_the_key_is_deposited() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, PROMPTS_ENDED)).isEmpty();
        assertThat(script.on(KEY_DEPOSITED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void a_refused_key_is_told_at_the_end_of_the_greeting() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_REFUSED)).isEmpty();
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(LEAVE_NOTHING, PLAY_APOLOGY);
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void a_key_that_does_not_come_in_time_is_told() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, PROMPTS_ENDED);
        assertThat(script.on(TIMEOUT)).containsExactly(LEAVE_NOTHING, PLAY_APOLOGY);
        assertThat(script.on(KEY_DEPOSITED)).isEmpty();
    }

    @Test
    void storage_that_does_not_open_is_told() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, PROMPTS_ENDED);
        assertThat(script.on(RECORDING_REFUSED)).containsExactly(LEAVE_NOTHING, PLAY_APOLOGY);
    }

    @Test
    void a_full_disk_keeps_what_there_is_and_is_told() {
        untilRecording();
        assertThat(script.on(RECORDING_FAILED)).containsExactly(KEEP_RECORDING);
        assertThat(script.on(STORED)).containsExactly(says("error", "stored"));
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(PLAY_GOODBYE);
    }

    @ParameterizedTest
    @EnumSource(
            value = CallEvent.Simple.class,
            names = {"POSTPONED", "TIMEOUT"})
    void of_what_a_full_disk_keeps_stored_is_not_said_before_it_is(CallEvent.Simple event) {
        untilRecording();
        script.on(RECORDING_FAILED);
        assertThat(script.on(event)).containsExactly(says("error", "saved"));
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(PLAY_GOODBYE);
    }

    @Test
    void a_disk_that_takes_nothing_is_told() {
        untilRecording();
        script.on(RECORDING_FAILED);
        assertThat(script.on(NOTHING_RECORDED)).containsExactly(PLAY_APOLOGY);
    }

    @Test
    void a_message_of_which_nobody_knows_what_became_is_told() {
        untilRecording();
        assertThat(after(POUND, NOT_DONE)).containsExactly(Play.of(PromptName.ERROR, PromptName.TRY_LATER));
    }

    private static CallAction says(String... clips) {
        return new Play(Phrase.clips(clips));
    }

    @Test
    void stored_is_not_said_when_the_message_is_postponed() {
        untilRecording();
        assertThat(after(POUND, POSTPONED)).containsExactly(PLAY_GOODBYE);
    }

    @Test
    void stored_is_not_said_when_nothing_was_recorded() {
        untilRecording();
        assertThat(after(POUND, NOTHING_RECORDED)).containsExactly(PLAY_GOODBYE);
    }

    @Test
    void hang_up_before_the_media_leaves_nothing_to_undo() {
        for (int events = 1; events <= 2; events++) {
            CallScript fresh = script();
            Arrays.stream(TO_BEEP).limit(events).forEach(fresh::on);
            assertThat(fresh.on(HUNG_UP)).as("after %d events", events).containsExactly(RELEASE);
        }
    }

    @Test
    void hang_up_before_the_beep_leaves_nothing_wherever_it_comes() {
        for (int events = 3; events < TO_BEEP.length; events++) {
            CallScript fresh = script();
            Arrays.stream(TO_BEEP).limit(events).forEach(fresh::on);
            assertThat(fresh.on(HUNG_UP)).as("after %d events", events).containsExactly(LEAVE_NOTHING, RELEASE);
        }
    }

    /** The beep may be over on the media loop although nobody has said so yet: what it recorded must not be lost. */
    @Test
    void hang_up_or_timeout_in_the_beep_keeps_what_the_media_loop_may_have_recorded() {
        after(TO_BEEP);
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
        CallScript other = script();
        Arrays.stream(TO_BEEP).forEach(other::on);
        assertThat(other.on(TIMEOUT)).containsExactly(KEEP_RECORDING, HANG_UP, RELEASE);
    }

    @Test
    void hang_up_while_recording_keeps_the_message() {
        untilRecording();
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
        assertThat(script.on(STORED)).isEmpty();
    }

    @Test
    void an_aborted_recording_is_kept_and_hung_up_by_us() {
        untilRecording();
        assertThat(script.on(ABORTED)).containsExactly(KEEP_RECORDING, HANG_UP, RELEASE);
    }

    /** F4-43, and the promises in the class comment, whatever comes in whatever order. */
    @Test
    void any_order_of_events_keeps_or_leaves_exactly_once_and_releases_once() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        List<CallEvent> all = new ArrayList<>(List.of(CallEvent.Simple.values()));
        "0123456789*#ABCD".chars().forEach(key -> all.add(new CallEvent.Digit((char) key)));
        all.add(new CallEvent.Chosen(NO_FORWARD, NO_FORWARD));
        for (int run = 0; run < 20_000; run++) {
            CallScript any = script();
            List<CallAction> done = new ArrayList<>(any.on(INVITED));
            for (int i = 0; i < 40; i++) {
                done.addAll(any.on(all.get(random.nextInt(all.size()))));
            }
            done.addAll(any.on(HUNG_UP));
            assertThat(Collections.frequency(done, KEEP_RECORDING)
                            + Collections.frequency(done, LEAVE_NOTHING)
                            + Collections.frequency(done, CANCEL_RECORDING))
                    .isEqualTo(Collections.frequency(done, DEPOSIT_KEY))
                    .isLessThanOrEqualTo(1);
            assertThat(done).containsOnlyOnce(RELEASE);
            assertThat(Collections.frequency(done, HANG_UP)).isLessThanOrEqualTo(1);
            if (done.contains(KEEP_RECORDING)) {
                assertThat(done).containsSubsequence(DEPOSIT_KEY, OPEN_RECORDING, BEEP, KEEP_RECORDING);
            }
        }
    }

    @Test
    void in_greeting_and_recording_pound_and_star_alone_mean_anything() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED);
        for (char key : "0123456789ABCD".toCharArray()) {
            assertThat(script.on(new CallEvent.Digit(key))).isEmpty();
        }
        assertThat(script.state()).isEqualTo(CallScript.State.GREETING);
        after(PROMPTS_ENDED, RECORDING_OPENED, PROMPTS_ENDED);
        for (char key : "0123456789ABCD".toCharArray()) {
            assertThat(script.on(new CallEvent.Digit(key))).isEmpty();
        }
        assertThat(script.state()).isEqualTo(CallScript.State.RECORDING);
    }

    @Test
    void f4_36_star_in_the_greeting_opens_a_menu_and_star_there_goes_on_to_the_beep() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED);
        assertThat(said(press("*"))).startsWith("to-rights", "press-4");
        assertThat(press("*")).containsExactly(STOP_PROMPTS, OPEN_RECORDING);
    }

    @Test
    void f4_36_star_while_recording_pauses_and_the_caller_may_add_to_it() {
        untilRecording();
        List<CallAction> actions = press("*");
        assertThat(actions).startsWith(PAUSE_RECORDING).hasSize(2);
        assertThat(said(actions)).startsWith("to-send", "press-hash");
        assertThat(press("3")).containsExactly(BEEP);
        after(PROMPTS_ENDED);
        assertThat(script.state()).isEqualTo(CallScript.State.RECORDING);
        press("*");
        assertThat(press("#")).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
        assertThat(script.on(STORED)).containsExactly(PLAY_STORED);
    }

    @Test
    void f4_37_a_choice_holds_before_the_caller_hears_so() {
        untilRecording();
        assertThat(press("*42##")).containsExactly(STOP_PROMPTS, new CallAction.Choose(NO_FORWARD));
        assertThat(press("1#*")).as("keys meanwhile").isEmpty();
        assertThat(said(script.on(new CallEvent.Chosen(NO_FORWARD, NO_FORWARD))))
                .startsWith("confirmed", "to-send");
    }

    /** By the called party or the domain. */
    @Test
    void f4_37_where_less_is_allowed_the_caller_hears_so() {
        UsageRights wanted = UsageRights.UNLIMITED.with(Right.PLAYS, 3);
        UsageRights given = wanted.with(Right.PLAYS, 1).with(Right.SAVE, false);
        untilRecording();
        press("*443###");
        List<CallAction> told = script.on(new CallEvent.Chosen(wanted, given));
        assertThat(((Play) told.get(0)).phrases())
                .startsWith(
                        new Phrase.Clip("confirmed"), new Phrase.Limits(UsageRights.UNLIMITED.with(Right.PLAYS, 1)));
    }

    /** Of what is added, for example, when little is left of the longest message. */
    @Test
    void a_recording_that_ends_before_the_end_of_the_beep_is_known_is_kept() {
        after(TO_BEEP);
        assertThat(script.on(RECORDING_ENDED)).containsExactly(KEEP_RECORDING);
    }

    @Test
    void a_choice_that_cannot_hold_is_told() {
        untilRecording();
        press("*42##");
        assertThat(said(script.on(CHOICE_FAILED))).startsWith("not-changed", "try-later", "to-private");
    }

    /** It may hold already, or soon. */
    @Test
    void of_a_choice_of_which_nobody_knows_nothing_is_told() {
        untilRecording();
        press("*42##");
        for (int i = 0; i < 3; i++) {
            assertThat(said(script.on(TIMEOUT))).containsExactly("one-moment");
        }
        assertThat(script.on(TIMEOUT)).containsExactly(KEEP_RECORDING, PLAY_REGRET);
    }

    @Test
    void what_was_said_is_dropped_when_there_is_another_message_and_five_times_only() {
        untilRecording();
        press("*");
        for (int i = 0; i < 5; i++) {
            assertThat(press("2")).containsExactly(STOP_PROMPTS, new Renew(UsageRights.UNLIMITED));
            assertThat(said(script.on(TIMEOUT))).containsExactly("one-moment");
            assertThat(script.on(RENEWED)).containsExactly(DROP_FORMER);
            assertThat(script.on(RECORDING_ENDED)).as("of what was said before").isEmpty();
            assertThat(script.on(FORMER_DROPPED)).containsExactly(BEEP);
            after(PROMPTS_ENDED, STAR);
        }
        assertThat(said(press("2"))).startsWith("not-changed", "try-later", "to-send");
        menusLast(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(press("2")).as("too late for more").containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    @Test
    void what_was_said_stays_when_there_is_no_other_message() {
        untilRecording();
        press("*2");
        assertThat(said(script.on(RENEWAL_FAILED))).startsWith("not-changed", "try-later", "to-send");
        press("2");
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
    }

    @Test
    void what_was_said_stays_when_nobody_knows_of_another_message_or_it_cannot_be_dropped() {
        untilRecording();
        press("*2");
        after(TIMEOUT, TIMEOUT, TIMEOUT);
        assertThat(script.on(TIMEOUT)).containsExactly(KEEP_RECORDING, PLAY_REGRET);
        assertThat(script.on(RENEWED)).isEmpty();
        CallScript other = script();
        Arrays.stream(TO_BEEP).forEach(other::on);
        for (CallEvent event : List.of(PROMPTS_ENDED, STAR, digit('2'), RENEWED)) {
            other.on(event);
        }
        assertThat(other.on(RENEWAL_FAILED)).containsExactly(KEEP_RECORDING, PLAY_REGRET);
    }

    @Test
    void that_there_is_no_other_message_is_said_once_and_the_menu_again() {
        untilRecording();
        press("*2");
        assertThat(said(script.on(RENEWAL_FAILED))).startsWith("not-changed", "try-later", "to-send");
        assertThat(script.on(RENEWAL_FAILED)).isEmpty();
        script.on(PROMPTS_ENDED);
        assertThat(script.on(RENEWAL_FAILED)).isEmpty();
        assertThat(said(script.on(TIMEOUT))).startsWith("to-send").doesNotContain("not-changed", "try-later");
    }

    @Test
    void what_was_said_stays_when_nobody_knows_whether_it_is_dropped_and_the_regret_is_said_once() {
        untilReplacing();
        for (int i = 0; i < 3; i++) {
            assertThat(said(script.on(TIMEOUT))).containsExactly("one-moment");
            assertThat(script.state()).isEqualTo(CallScript.State.REPLACING);
        }
        assertThat(script.on(TIMEOUT)).containsExactly(KEEP_RECORDING, PLAY_REGRET);
        for (CallEvent late : List.of(RENEWAL_FAILED, FORMER_DROPPED, STORED, POSTPONED, NOTHING_RECORDED)) {
            assertThat(script.on(late)).as("%s", late).isEmpty();
        }
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void a_stop_before_what_was_said_is_dropped_keeps_it() {
        untilReplacing();
        assertThat(script.on(ABORTED)).containsExactly(KEEP_RECORDING, HANG_UP, RELEASE);
        assertThat(script.on(FORMER_DROPPED)).isEmpty();
    }

    private void untilReplacing() {
        untilRecording();
        press("*2");
        assertThat(script.on(RENEWED)).containsExactly(DROP_FORMER);
        assertThat(script.state()).isEqualTo(CallScript.State.REPLACING);
    }

    @Test
    void what_is_cancelled_is_told_and_what_cannot_be_is_stored_and_told() {
        untilRecording();
        assertThat(press("*01")).containsExactly(STOP_PROMPTS, CANCEL_RECORDING);
        assertThat(script.on(CANCELLED)).containsExactly(Play.of(PromptName.CANCELLED, PromptName.GOODBYE));
        CallScript other = script();
        Arrays.stream(TO_BEEP).forEach(other::on);
        for (CallEvent event : List.of(PROMPTS_ENDED, STAR, digit('0'), digit('1'))) {
            other.on(event);
        }
        assertThat(other.on(STORED)).containsExactly(PLAY_STORED);
    }

    @Test
    void f4_37_who_has_used_his_keys_may_hear_the_code_of_his_message_as_often_as_he_likes() {
        untilRecording();
        after(CODE_GIVEN, POUND);
        assertThat(script.on(STORED)).containsExactly(PLAY_STORED);
        assertThat(script.listensToKeys()).isTrue();
        assertThat(said(script.on(PROMPTS_ENDED)))
                .containsExactly("to-control-code", "press-1", "to-finish", "press-hash");
        String code = new Phrase.ControlCode().toString();
        for (int i = 0; i < 2; i++) {
            assertThat(said(press("1"))).startsWith("control-code", code, "once-more", code, "to-control-code");
        }
        assertThat(press("#")).containsExactly(PLAY_GOODBYE);
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void who_has_used_no_key_waits_for_no_menu_but_a_key_while_stored_is_said_opens_it() {
        untilRecording();
        after(CODE_GIVEN, RECORDING_ENDED, STORED);
        assertThat(script.on(PROMPTS_ENDED)).containsExactly(PLAY_GOODBYE);
        CallScript other = script();
        Arrays.stream(TO_BEEP).forEach(other::on);
        for (CallEvent event : List.of(PROMPTS_ENDED, CODE_GIVEN, RECORDING_ENDED, STORED, digit('7'))) {
            other.on(event);
        }
        assertThat(said(other.on(PROMPTS_ENDED))).startsWith("to-control-code");
    }

    @Test
    void the_code_of_a_message_that_is_stored_later_is_offered_too() {
        for (CallEvent late : List.of(POSTPONED, TIMEOUT)) {
            CallScript any = script();
            Arrays.stream(TO_BEEP).forEach(any::on);
            List.of(PROMPTS_ENDED, CODE_GIVEN, POUND).forEach(any::on);
            assertThat(said(any.on(late))).as("%s", late).startsWith("to-control-code");
            assertThat(any.on(STORED)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void the_code_has_time_enough_to_be_said_twice(String language) {
        untilRecording();
        after(CODE_GIVEN, POUND, STORED, PROMPTS_ENDED);
        Play play = (Play) press("1").get(0);
        Voice voice = TestVoice.ENGLISH.in(language);
        for (int digit = 0; digit <= 9; digit++) {
            String code = String.valueOf(digit).repeat(12);
            assertThat(duration(voice.say(play.phrases(), () -> code, () -> null))
                            .multipliedBy(2))
                    .as("%d, also where an operator's voice takes its time", digit)
                    .isLessThan(script.limit());
        }
    }

    @Test
    void a_call_whose_message_is_there_ends_in_each_way_without_touching_it() {
        for (CallEvent end : List.of(HUNG_UP, ABORTED, TIMEOUT)) {
            CallScript any = script();
            Arrays.stream(TO_BEEP).forEach(any::on);
            for (CallEvent event : List.of(PROMPTS_ENDED, CODE_GIVEN, POUND, STORED, PROMPTS_ENDED)) {
                any.on(event);
            }
            List<CallAction> actions = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                actions.addAll(any.on(end));
            }
            assertThat(any.state()).as("%s", end).isEqualTo(CallScript.State.ENDED);
            assertThat(actions).contains(RELEASE).doesNotContain(KEEP_RECORDING, LEAVE_NOTHING, CANCEL_RECORDING);
        }
    }

    @Test
    void what_is_asked_of_a_message_that_was_left_before_is_waited_for_and_the_call_goes_on_without_it() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED);
        assertThat(press("*8012345678901#")).containsExactly(STOP_PROMPTS, new CallAction.LookUp("012345678901"));
        assertThat(press("1")).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(said(script.on(TIMEOUT))).containsExactly("one-moment");
        }
        assertThat(said(script.on(TIMEOUT))).startsWith("error", "try-later", "to-rights");
        assertThat(script.on(new CallEvent.Found(null, NO_FORWARD, 0, 0)))
                .as("late")
                .isEmpty();
        assertThat(said(press("8012345678901#"))).as("nothing more is asked").startsWith("error", "try-later");
        assertThat(press("*")).containsExactly(STOP_PROMPTS, OPEN_RECORDING);
    }

    @Test
    void who_hangs_up_while_it_is_asked_for_leaves_what_he_has_left() {
        for (CallEvent end : List.of(HUNG_UP, ABORTED)) {
            CallScript any = script();
            List.of(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, STAR, digit('8'))
                    .forEach(any::on);
            "012345678901#".chars().forEach(key -> any.on(digit((char) key)));
            assertThat(any.state()).isEqualTo(CallScript.State.CONTROLLING);
            assertThat(any.on(end)).startsWith(LEAVE_NOTHING).endsWith(RELEASE);
            assertThat(any.on(new CallEvent.Found(null, NO_FORWARD, 0, 0))).isEmpty();
            assertThat(any.on(RECALLED)).isEmpty();
        }
    }

    @Test
    void silence_in_a_menu_says_it_twice_more_and_then_sends() {
        untilRecording();
        press("*");
        for (int i = 0; i < 2; i++) {
            script.on(PROMPTS_ENDED);
            assertThat(script.limit()).isEqualTo(Duration.ofSeconds(5));
            assertThat(said(script.on(TIMEOUT))).startsWith("to-send");
        }
        script.on(PROMPTS_ENDED);
        assertThat(script.on(TIMEOUT)).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    @Test
    void hang_up_in_a_menu_leaves_the_message_and_before_the_beep_nothing() {
        untilRecording();
        press("*42#");
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
        CallScript other = script();
        for (CallEvent event : List.of(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, STAR)) {
            other.on(event);
        }
        assertThat(other.on(HUNG_UP)).containsExactly(LEAVE_NOTHING, RELEASE);
    }

    @Test
    void a_key_that_is_refused_while_a_menu_is_open_is_told_after_it() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, STAR);
        assertThat(script.on(KEY_REFUSED)).isEmpty();
        assertThat(press("*")).containsExactly(STOP_PROMPTS, LEAVE_NOTHING, PLAY_APOLOGY);
    }

    @Test
    void keys_at_any_speed_for_long_are_as_none_in_the_end() {
        untilRecording();
        press("*");
        for (int i = 0; i < 10_000; i++) {
            assertThat(press("9")).hasSize(1);
        }
        menusLast(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(press("9")).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    /** Of speaking, that is, and what is done in a menu is done before it is too late for more. */
    @Test
    void only_the_time_in_menus_counts_and_a_last_key_does_what_it_says() {
        untilRecording();
        menusLast(Duration.ofHours(1));
        press("*");
        menusLast(Duration.ofMinutes(4));
        press("3");
        after(PROMPTS_ENDED);
        menusLast(CONFIG.limits().max());
        press("*0");
        menusLast(Duration.ofMinutes(4));
        assertThat(press("1")).containsExactly(STOP_PROMPTS, CANCEL_RECORDING);
    }

    @Test
    void f4_36_what_is_recorded_is_heard_in_the_menu_and_any_key_ends_that() {
        untilRecording();
        assertThat(press("*")).startsWith(PAUSE_RECORDING);
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(said(press("1"))).startsWith("Recorded[]", "to-send");
        assertThat(script.state()).isEqualTo(CallScript.State.MENU);
        assertThat(script.limit())
                .isEqualTo(Duration.ofMinutes(2).plus(CONFIG.limits().max()));
        assertThat(said(press("4"))).startsWith("to-private");
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(said(press("*1"))).startsWith("Recorded[]");
        assertThat(script.on(PROMPTS_ENDED)).isEmpty();
        assertThat(script.state()).isEqualTo(CallScript.State.MENU_AWAITING_KEY);
        assertThat(script.limit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(said(press("1"))).startsWith("Recorded[]");
        assertThat(press("3")).containsExactly(BEEP);
        after(PROMPTS_ENDED);
        assertThat(said(press("*1"))).startsWith("Recorded[]");
        assertThat(press("#")).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    @Test
    void what_cannot_be_heard_is_told_in_the_menu_only() {
        untilRecording();
        press("*1");
        assertThat(said(script.on(NOT_HEARD))).startsWith("error", "to-send");
        press("3");
        assertThat(script.on(NOT_HEARD)).isEmpty();
    }

    @Test
    void who_hangs_up_while_he_hears_it_leaves_it() {
        untilRecording();
        press("*1");
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
    }

    /** Whoever has heard all has as much time for the menus as who has not. */
    @Test
    void the_longest_message_is_heard_once_for_nothing_and_nobody_listens_for_ever() {
        untilRecording();
        press("*");
        menusLast(Duration.ofMinutes(4));
        press("1");
        menusLast(CONFIG.limits().max());
        assertThat(said(press("0"))).startsWith("confirm-cancel");
        menusLast(Duration.ofSeconds(50));
        assertThat(said(press("*1"))).startsWith("Recorded[]");
        menusLast(Duration.ofSeconds(11));
        assertThat(press("1")).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    @Test
    void nobody_goes_back_to_speaking_for_ever() {
        untilRecording();
        press("*");
        for (Duration spent = Duration.ZERO;
                spent.compareTo(CONFIG.limits().max().plusMinutes(5)) <= 0;
                spent = spent.plusSeconds(5)) {
            assertThat(press("3")).containsExactly(BEEP);
            after(PROMPTS_ENDED);
            menusLast(Duration.ofSeconds(5));
            script.on(STAR);
        }
        assertThat(script.state()).isEqualTo(CallScript.State.STORING);
    }

    @Test
    void what_became_of_a_choice_is_told_however_late_it_is() {
        untilRecording();
        press("*42#");
        menusLast(Duration.ofMinutes(6));
        press("#");
        assertThat(said(script.on(CHOICE_FAILED))).startsWith("not-changed", "try-later");
        assertThat(press("1")).containsExactly(STOP_PROMPTS, KEEP_RECORDING);
    }

    private void menusLast(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private List<CallAction> press(String keys) {
        List<CallAction> last = List.of();
        for (int i = 0; i < keys.length(); i++) {
            last = script.on(digit(keys.charAt(i)));
        }
        return last;
    }

    private static CallEvent digit(char key) {
        return new CallEvent.Digit(key);
    }

    /** Of the menus. */
    private static List<String> said(List<CallAction> actions) {
        Play play = (Play) actions.get(actions.size() - 1);
        return play.phrases().stream()
                .map(phrase -> phrase instanceof Phrase.Clip clip ? clip.prompt() : phrase.toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"UNHEARD, 30", "GREETING, 30", "BEEP, 30", "CONFIRMING, 8", "GOODBYE, 8"})
    void the_prompts_of_a_state_have_time_enough_and_little_more(CallScript.State state, int most) {
        Duration limit = script.limit(state);
        assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(most));
        for (String language : List.of("en", "de", "fr", "es", "it")) {
            Prompts prompts = Prompts.load(language);
            assertThat(playedIn(state))
                    .isNotEmpty()
                    .allSatisfy(names -> assertThat(limit)
                            .as("%s in %s", names, language)
                            .isGreaterThan(duration(prompts.get(names)).plusMillis(500)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GREETING", "BEEP", "CONFIRMING", "GOODBYE"})
    void an_operators_prompts_have_time_enough_too(CallScript.State state) {
        assertThat(playedIn(state))
                .allSatisfy(names -> assertThat(script.limit(state))
                        .as("%s", names)
                        .isGreaterThanOrEqualTo(names.stream()
                                .map(PromptName::longest)
                                .reduce(Duration.ofMillis(500), Duration::plus)));
    }

    @Test
    void an_own_greeting_has_the_time_that_it_takes() {
        Duration length = Duration.ofSeconds(60);
        OwnGreeting own = new OwnGreeting(GreetingKind.STANDARD, KeyId.generate(new SecureRandom()), length);
        CallScript greeted = script(new CallGreeting(PromptName.GREETING, own), CONFIG);
        CallScript.State[] prolonged = {CallScript.State.GREETING, CallScript.State.UNHEARD};
        for (CallScript.State state : CallScript.State.values()) {
            if (state == CallScript.State.MENU_AWAITING_KEY) {
                continue; // as long as its menu says
            }
            Duration more = Arrays.asList(prolonged).contains(state) ? length : Duration.ZERO;
            assertThat(greeted.limit(state))
                    .as("%s", state)
                    .isEqualTo(script.limit(state).plus(more));
        }
    }

    private static Duration duration(List<? extends Sound> prompts) {
        return Duration.ofSeconds(prompts.stream().mapToInt(TestVoice::samples).sum())
                .dividedBy(8000);
    }

    private static List<List<PromptName>> playedIn(CallScript.State state) {
        return switch (state) {
            case UNHEARD, GREETING ->
                PromptName.GREETINGS.stream()
                        .map(greeting -> List.of(greeting, PromptName.LEAVE_MESSAGE))
                        .toList();
            case BEEP -> List.of(List.of(PromptName.BEEP));
            case CONFIRMING -> List.of(List.of(PromptName.STORED));
            case GOODBYE ->
                List.of(
                        List.of(PromptName.GOODBYE),
                        List.of(PromptName.CANCELLED, PromptName.GOODBYE),
                        List.of(PromptName.ERROR, PromptName.TRY_LATER),
                        List.of(PromptName.UNAVAILABLE, PromptName.TRY_LATER));
            default -> List.of();
        };
    }

    @ParameterizedTest
    @CsvSource({"PT10S, PT1S, PT9S", "PT1S, PT1S, PT0S"})
    void nobody_is_waited_for_longer_than_the_first_media_may_take(String most, Duration silent, Duration greeted) {
        RecordingConfig config = RecordingConfig.from(TestConfig.with(Map.of("ssms.recording.first-media", most)));
        CallScript waiting = script(prompts(PromptName.GREETING), config);
        waiting.on(INVITED);
        waiting.on(ACKNOWLEDGED);
        assertThat(waiting.limit()).isEqualTo(silent);
        waiting.on(TIMEOUT);
        assertThat(waiting.limit()).isEqualTo(greeted);
    }
}
