package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.call.CallEvent.Digit;
import org.ssms.call.CallEvent.MailboxOpened;
import org.ssms.call.CallEvent.MessageOpened;
import org.ssms.call.CallEvent.MessageRefused;
import org.ssms.call.CallEvent.RightsTold;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.ListenAction.Play;
import org.ssms.call.ListenScript.State;
import org.ssms.call.menu.MailboxMenus;
import org.ssms.call.menu.Phrase;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.media.prompt.Counted;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class ListenScriptTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final MessageView FIRST = message("sip:+4930123@host", IdentitySource.FROM, MessageState.NEW);
    private static final MessageView SECOND = message("sip:bob@host", IdentitySource.AUTHENTICATED, MessageState.NEW);
    private static final MessageView OLD =
            message(CallerIdentity.ANONYMOUS_ADDRESS, IdentitySource.FROM, MessageState.HEARD);
    private static final MessageView GONE = message("sip:carol@host", IdentitySource.FROM, MessageState.HEARD);
    private static final MessageOpened LICENSE = new MessageOpened(Duration.ofSeconds(20), null);
    private static final MailboxMenus MENUS = MailboxMenus.of(TestVoice.MENUS.current());

    private long nanos;
    private ListenScript script = script("alice");

    private ListenScript script(@Nullable String mailbox) {
        return new ListenScript(MENUS, mailbox, Duration.ofSeconds(10), Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos);
    }

    private static MessageView message(String caller, IdentitySource source, MessageState state) {
        return new MessageView(
                MessageId.generate(RANDOM),
                KeyId.generate(RANDOM),
                caller,
                "",
                source,
                NOON.minusSeconds(60),
                Duration.ofSeconds(20),
                state,
                null,
                null);
    }

    private void asked() {
        script.on(Simple.INVITED);
        script.on(Simple.ACKNOWLEDGED);
        script.on(Simple.FIRST_MEDIA);
    }

    private List<ListenAction> press(String keys) {
        List<ListenAction> last = List.of();
        for (int i = 0; i < keys.length(); i++) {
            last = script.on(new Digit(keys.charAt(i)));
        }
        return last;
    }

    private List<ListenAction> entered() {
        asked();
        press("123456#");
        return script.on(new MailboxOpened(List.of(OLD, FIRST, SECOND), List.of(GONE)));
    }

    private void hearing() {
        entered();
        press("1");
        script.on(LICENSE);
    }

    /** What is said, and how it begins. */
    private static void assertSays(List<ListenAction> actions, String... clips) {
        assertThat(said(actions)).startsWith(Phrase.clips(clips).toArray(Phrase[]::new));
    }

    private static List<Phrase> said(List<ListenAction> actions) {
        return actions.stream()
                .filter(Play.class::isInstance)
                .flatMap(play -> ((Play) play).phrases().stream())
                .toList();
    }

    @Test
    void c33_who_is_known_by_his_phone_says_only_his_pin() {
        asked();
        assertThat(press("12345")).isEmpty();
        assertThat(press("6#"))
                .containsExactly(ListenAction.Simple.STOP_PROMPTS, new ListenAction.LogIn("alice", "123456"));
    }

    @Test
    void t32_the_pin_is_not_printed() {
        assertThat(new ListenAction.LogIn("alice", "123456").toString()).doesNotContain("123456");
    }

    @Test
    void who_is_not_known_says_his_number_first_and_after_a_wrong_pin_both_again() {
        script = script(null);
        script.on(Simple.INVITED);
        script.on(Simple.ACKNOWLEDGED);
        assertSays(script.on(Simple.FIRST_MEDIA), "ask-mailbox", "then-hash");
        assertSays(press("4711#"), "ask-pin", "then-hash");
        assertThat(press("123456#")).contains(new ListenAction.LogIn("4711", "123456"));
        assertSays(script.on(Simple.PIN_WRONG), "pin-wrong", "ask-mailbox");
    }

    @Test
    void t11_three_wrong_pins_end_the_call() {
        asked();
        for (int i = 0; i < 2; i++) {
            press("1#");
            assertSays(script.on(Simple.PIN_WRONG), "pin-wrong", "ask-pin");
        }
        press("1#");
        assertSays(script.on(Simple.PIN_WRONG), "pin-wrong", "goodbye");
        assertThat(script.on(Simple.PROMPTS_ENDED))
                .containsExactly(ListenAction.Simple.HANG_UP, ListenAction.Simple.RELEASE);
    }

    @ParameterizedTest
    @CsvSource({"PINS_NOT_LOOKED_AT, pin-locked", "NOT_LOGGED_IN, error"})
    void who_cannot_be_looked_at_hears_so(Simple event, String clip) {
        asked();
        press("1#");
        assertSays(script.on(event), clip, "try-later", "goodbye");
    }

    @Test
    void he_hears_how_many_there_are_and_the_oldest_new_one_first() {
        assertThat(said(entered()))
                .startsWith(
                        new Phrase.Clip("you-have"),
                        new Phrase.Count(2, Counted.NEW_MESSAGE),
                        new Phrase.Count(1, Counted.SAVED_MESSAGE));
        assertThat(press("1")).contains(new ListenAction.Open(FIRST));
        assertThat(said(script.on(LICENSE)))
                .startsWith(
                        new Phrase.Clip("message-new"),
                        new Phrase.Clip("from"),
                        new Phrase.Digits("+4930123"),
                        new Phrase.Clip("received"),
                        new Phrase.Moment(FIRST.receivedAt()),
                        new Phrase.Recorded(),
                        new Phrase.Clip("end-of-message"));
    }

    @Test
    void each_message_closes_the_one_before() {
        hearing();
        assertThat(press("1"))
                .containsExactly(
                        ListenAction.Simple.CLOSE, ListenAction.Simple.STOP_PROMPTS, new ListenAction.Open(SECOND));
        script.on(LICENSE);
        assertSays(press("1").stream().skip(1).toList(), "no-more-messages");
        assertThat(script.state()).isEqualTo(State.MAILBOX);
        assertThat(press("2")).contains(new ListenAction.Open(OLD));
        script.on(LICENSE);
        press("*");
        assertThat(press("3")).contains(new ListenAction.Open(GONE));
    }

    @Test
    void hearing_it_again_takes_another_license() {
        hearing();
        assertThat(press("2"))
                .containsExactly(
                        ListenAction.Simple.CLOSE, ListenAction.Simple.STOP_PROMPTS, new ListenAction.Open(FIRST));
    }

    @Test
    void skipping_and_pausing_stay_within_the_play() {
        hearing();
        assertThat(press("3")).startsWith(new ListenAction.Move(Duration.ofSeconds(-10)));
        assertThat(press("4")).startsWith(new ListenAction.Move(Duration.ofSeconds(10)));
        assertSays(press("0"), "paused");
        assertThat(script.state()).isEqualTo(State.PAUSED);
        assertThat(said(press("0"))).startsWith(new Phrase.Recorded());
    }

    @Test
    void the_envelope_says_what_may_be_done_and_the_message_goes_on() {
        hearing();
        assertThat(press("5")).contains(new ListenAction.Ask(FIRST));
        UsageRights rights = UsageRights.UNLIMITED.with(Right.PLAYS, 2);
        assertThat(said(script.on(new RightsTold(rights))))
                .contains(new Phrase.Length(FIRST.length()), new Phrase.Limits(rights), new Phrase.Recorded());
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ssms:not-by-phone, not-by-phone, because-sender",
        "urn:ssms:drm-too-weak, not-by-phone, because-protection",
        "urn:ssms:not-yet, not-heard, because-not-yet",
        "urn:ssms:expired, not-heard, because-expired",
        "urn:ssms:plays-exhausted, not-heard, because-plays",
        "urn:ssms:revoked, not-heard, because-recalled",
        "about:blank, not-heard, because-locked"
    })
    void what_may_not_be_heard_is_announced_with_its_reason_and_never_played(String type, String what, String why) {
        entered();
        press("1");
        List<ListenAction> refused = script.on(new MessageRefused(type));
        assertSays(refused, what, why);
        assertThat(said(refused)).doesNotContain(new Phrase.Recorded());
        assertThat(press("3")).noneMatch(ListenAction.Move.class::isInstance);
        assertThat(press("1")).contains(new ListenAction.Open(SECOND));
    }

    @Test
    void whoever_presses_keys_and_says_no_pin_is_not_waited_for() {
        asked();
        press("1");
        nanos = Duration.ofMinutes(3).plusSeconds(1).toNanos();
        assertSays(press("2"), "goodbye");
    }

    @Test
    void t17_nobody_is_asked_for_a_pin_for_long_who_sends_nothing() {
        script.on(Simple.INVITED);
        script.on(Simple.ACKNOWLEDGED);
        assertSays(script.on(Simple.TIMEOUT), "ask-pin");
        assertThat(script.limit()).isEqualTo(Duration.ofSeconds(10));
        nanos = Duration.ofSeconds(10).plusMillis(1).toNanos();
        assertThat(script.on(Simple.TIMEOUT)).containsExactly(ListenAction.Simple.HANG_UP, ListenAction.Simple.RELEASE);
    }

    @Test
    void what_was_heard_is_saved_and_who_is_on_somebody_elses_phone_may_name_his_mailbox() {
        hearing();
        press("*");
        assertThat(press("1")).contains(new ListenAction.Open(SECOND));
        script = script("alice");
        asked();
        assertSays(press("9*"), "ask-pin");
        assertSays(press("*"), "ask-mailbox");
    }

    @Test
    void what_cannot_be_read_is_not_played_again_and_again() {
        hearing();
        List<ListenAction> failed = script.on(Simple.NOT_HEARD);
        assertThat(failed).startsWith(ListenAction.Simple.CLOSE);
        assertSays(failed.stream().skip(1).toList(), "not-heard", "because-locked");
        assertThat(said(failed)).doesNotContain(new Phrase.Recorded());
        assertThat(script.on(Simple.NOT_HEARD)).isEmpty();
    }

    @Test
    void keys_that_are_pressed_ahead_act_when_their_time_has_come() {
        asked();
        assertThat(press("1234#17")).isEmpty();
        assertThat(script.on(new MailboxOpened(List.of(FIRST), List.of()))).endsWith(new ListenAction.Open(FIRST));
        assertThat(script.on(LICENSE)).endsWith(new ListenAction.Delete(FIRST));
        press("0".repeat(1000));
        assertThat(script.on(Simple.DONE)).hasSizeLessThan(50);
    }

    @Test
    void what_is_deleted_is_heard_no_more_and_restored_by_the_same_key() {
        hearing();
        assertThat(press("7")).contains(new ListenAction.Delete(FIRST));
        List<ListenAction> done = script.on(Simple.DONE);
        assertThat(done).startsWith(ListenAction.Simple.CLOSE);
        assertSays(done.stream().skip(1).toList(), "deleted");
        assertThat(said(done)).doesNotContain(new Phrase.Recorded());
        assertThat(press("7")).contains(new ListenAction.Restore(FIRST));
        assertSays(script.on(Simple.DONE), "restored");
        assertThat(press("7")).contains(new ListenAction.Delete(FIRST));
    }

    @Test
    void t6_a_play_is_over_at_its_end() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON));
        assertThat(script.limit()).isZero();
        List<ListenAction> over = script.on(Simple.TIMEOUT);
        assertThat(over).startsWith(ListenAction.Simple.CLOSE);
        assertSays(over.stream().skip(1).toList(), "because-expired");
    }

    @Test
    void silence_says_the_menu_once_more_and_goes_back_at_last() {
        hearing();
        script.on(Simple.PROMPTS_ENDED);
        assertSays(script.on(Simple.TIMEOUT), "to-next");
        script.on(Simple.PROMPTS_ENDED);
        script.on(Simple.TIMEOUT);
        assertThat(script.state()).isEqualTo(State.MAILBOX);
        script.on(Simple.PROMPTS_ENDED);
        script.on(Simple.TIMEOUT);
        script.on(Simple.PROMPTS_ENDED);
        assertSays(script.on(Simple.TIMEOUT), "goodbye");
    }

    @Test
    void no_call_outlives_its_session() {
        hearing();
        nanos = ListenScript.LONGEST.plusSeconds(1).toNanos();
        assertThat(script.limit()).isZero();
        assertSays(script.on(Simple.TIMEOUT).stream().skip(1).toList(), "goodbye");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ASKING", "LOGGING_IN", "MAILBOX", "OPENING", "MESSAGE", "PAUSED", "WORKING"})
    void whoever_hangs_up_frees_everything(State state) {
        until(state);
        assertThat(script.state()).isEqualTo(state);
        assertThat(script.on(Simple.HUNG_UP)).endsWith(ListenAction.Simple.RELEASE);
        assertThat(script.on(Simple.HUNG_UP)).isEmpty();
        assertThat(script.on(Simple.ABORTED)).isEmpty();
    }

    private void until(State state) {
        asked();
        Stream.<Runnable>of(
                        () -> press("1#"),
                        () -> script.on(new MailboxOpened(List.of(FIRST), List.of())),
                        () -> press("1"),
                        () -> script.on(LICENSE),
                        () -> press("0"),
                        () -> press("5"))
                .takeWhile(step -> script.state() != state)
                .forEach(Runnable::run);
    }
}
