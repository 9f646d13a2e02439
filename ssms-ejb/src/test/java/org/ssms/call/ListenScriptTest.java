package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.call.ListenAction.Simple.CANCEL_REPLY;
import static org.ssms.call.ListenAction.Simple.CLOSE;
import static org.ssms.call.ListenAction.Simple.HANG_UP;
import static org.ssms.call.ListenAction.Simple.KEEP_REPLY;
import static org.ssms.call.ListenAction.Simple.LEAVE_REPLY;
import static org.ssms.call.ListenAction.Simple.RELEASE;
import static org.ssms.call.ListenAction.Simple.STOP_PROMPTS;
import static org.ssms.call.ListenAction.Simple.STOP_RECORDING;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.call.CallEvent.Digit;
import org.ssms.call.CallEvent.GreetingFound;
import org.ssms.call.CallEvent.GreetingSpoken;
import org.ssms.call.CallEvent.MailboxOpened;
import org.ssms.call.CallEvent.MessageOpened;
import org.ssms.call.CallEvent.MessageRefused;
import org.ssms.call.CallEvent.ReceiverFound;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.RightsTold;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.ListenAction.Play;
import org.ssms.call.ListenScript.State;
import org.ssms.call.menu.MailboxMenus;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.media.prompt.Counted;
import org.ssms.media.prompt.PromptName;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.recording.RecordingConfig;

class ListenScriptTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final MessageView FIRST = message("sip:+4930123@host", IdentitySource.FROM, MessageState.NEW);
    private static final MessageView SECOND = message("sip:bob@host", IdentitySource.AUTHENTICATED, MessageState.NEW);
    private static final MessageView OLD =
            message(CallerIdentity.ANONYMOUS_ADDRESS, IdentitySource.FROM, MessageState.HEARD);
    private static final MessageView GONE = message("sip:carol@host", IdentitySource.FROM, MessageState.HEARD);
    private static final MessageOpened LICENSE = new MessageOpened(Duration.ofSeconds(20), null, true, false);
    private static final MailboxMenus MENUS = MailboxMenus.of(TestVoice.MENUS.current());
    private static final RecordingConfig.Limits LIMITS =
            new RecordingConfig.Limits(Duration.ofMinutes(3), Duration.ofSeconds(5), Duration.ofSeconds(10));

    private long nanos;
    private final SettableClock clock = new SettableClock(NOON);
    private boolean isHeard = true;
    private ListenScript script = script("alice");

    private ListenScript script(@Nullable String mailbox) {
        return new ListenScript(MENUS, mailbox, LIMITS, clock, () -> nanos, () -> isHeard);
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
        return script.on(new MailboxOpened(List.of(OLD, FIRST, SECOND), List.of(GONE), List.of()));
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

    private static final Forwarded BY_NUMBER = new Forwarded(FIRST, "bob", "+49301234");
    private static final Forwarded BY_SUBSCRIBER = new Forwarded(SECOND, "carol", null);
    private static final Forwarded BY_GUEST = new Forwarded(OLD, "mailto:eve@example.com", null);

    private List<ListenAction> enteredWithOthers(@Nullable List<Forwarded> others) {
        asked();
        press("123456#");
        return script.on(new MailboxOpened(List.of(), List.of(), others));
    }

    @Test
    void c33_what_others_have_forwarded_is_counted_told_by_whom_and_heard_one_after_the_other() {
        List<ListenAction> entered = enteredWithOthers(List.of(BY_NUMBER, BY_SUBSCRIBER, BY_GUEST));
        assertThat(said(entered))
                .startsWith(
                        new Phrase.Clip("you-have"),
                        new Phrase.Count(0, Counted.NEW_MESSAGE),
                        new Phrase.Count(3, Counted.SHARED_MESSAGE))
                .containsSequence(Phrase.clips("to-shared-messages", "press-4"));
        assertThat(press("4")).contains(new ListenAction.Open(FIRST));
        assertThat(said(script.on(LICENSE)))
                .startsWith(
                        new Phrase.Clip("message-shared"),
                        new Phrase.Clip("from"),
                        new Phrase.Digits("+4930123"),
                        new Phrase.Clip("received"),
                        new Phrase.Moment(FIRST.receivedAt()),
                        new Phrase.Clip("shared-by"),
                        new Phrase.Digits("+49301234"),
                        new Phrase.Recorded());
        assertThat(press("1")).contains(new ListenAction.Open(SECOND));
        assertThat(said(script.on(LICENSE))).contains(new Phrase.Clip("shared-by-subscriber"));
        assertThat(press("1")).contains(new ListenAction.Open(OLD));
        assertThat(said(script.on(LICENSE))).contains(new Phrase.Clip("shared-by-guest"));
        assertSays(press("1").stream().skip(1).toList(), "no-more-messages");
        assertThat(script.state()).isEqualTo(State.MAILBOX);
    }

    @Test
    void what_others_have_forwarded_is_neither_deleted_nor_saved() {
        enteredWithOthers(List.of(BY_NUMBER));
        press("4");
        assertThat(said(script.on(LICENSE)))
                .contains(new Phrase.Clip("to-forward"), new Phrase.Clip("to-reply"))
                .doesNotContain(new Phrase.Clip("to-delete"), new Phrase.Clip("to-save"));
        for (String key : List.of("7", "8")) {
            assertSays(press(key), "wrong-key");
            assertThat(script.state()).isEqualTo(State.MESSAGE);
        }
        assertThat(press("5")).contains(new ListenAction.Ask(FIRST));
        assertThat(said(script.on(new RightsTold(UsageRights.UNLIMITED.with(Right.PLAYS, 2)))))
                .contains(
                        new Phrase.Digits("+49301234"), new Phrase.Limits(UsageRights.UNLIMITED.with(Right.PLAYS, 2)));
    }

    @Test
    void what_others_have_forwarded_not_for_the_phone_is_announced_and_never_played() {
        enteredWithOthers(List.of(BY_NUMBER, BY_SUBSCRIBER));
        press("4");
        List<ListenAction> refused = script.on(new MessageRefused("urn:ssms:not-by-phone"));
        assertSays(refused, "not-by-phone", "on-the-web");
        assertThat(said(refused)).doesNotContain(new Phrase.Recorded());
        assertThat(press("1")).contains(new ListenAction.Open(SECOND));
        assertSays(script.on(new MessageRefused("urn:ssms:revoked")), "not-heard", "because-taken-back");
    }

    @Test
    void who_was_forwarded_nothing_is_not_told_of_it() {
        List<ListenAction> entered = entered();
        assertThat(said(entered)).doesNotContain(new Phrase.Clip("to-shared-messages"));
        script.on(Simple.PROMPTS_ENDED);
        assertThat(said(script.on(Simple.TIMEOUT)))
                .contains(new Phrase.Clip("to-saved-messages"))
                .doesNotContain(new Phrase.Clip("to-shared-messages"));
        assertSays(press("4"), "no-more-messages");
    }

    @Test
    void when_nobody_can_say_what_was_forwarded_his_own_are_heard_all_the_same() {
        assertThat(said(enteredWithOthers(null)))
                .startsWith(Phrase.clips("no-messages").get(0))
                .contains(new Phrase.Clip("to-shared-messages"));
        assertSays(press("4"), "error", "try-later");
        assertThat(script.state()).isEqualTo(State.MAILBOX);
    }

    @Test
    void a_message_for_a_list_is_one_of_his_own_and_told_as_such() {
        MessageView ofList = new MessageView(
                FIRST.id(),
                FIRST.keyId(),
                FIRST.caller(),
                "",
                FIRST.callerSource(),
                FIRST.receivedAt(),
                FIRST.length(),
                MessageState.NEW,
                null,
                "sales");
        asked();
        press("123456#");
        script.on(new MailboxOpened(List.of(ofList), List.of(), List.of()));
        press("1");
        assertThat(said(script.on(LICENSE)))
                .containsSequence(
                        new Phrase.Digits("+4930123"), new Phrase.Clip("for-list"), new Phrase.Clip("received"))
                .contains(new Phrase.Clip("to-delete"));
        assertThat(press("7")).contains(new ListenAction.Delete(ofList));
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
    void c33_each_press_is_another_speed_at_which_the_message_goes_on_within_the_play() {
        hearing();
        for (Speed speed : List.of(Speed.FASTER, Speed.SLOWER, Speed.NORMAL, Speed.FASTER)) {
            List<ListenAction> changed = press("#");
            assertThat(changed).hasSize(2).startsWith(new ListenAction.HearAt(speed));
            assertThat(said(changed))
                    .startsWith(new Phrase.Clip(speed.clip()), new Phrase.Recorded())
                    .containsSequence(Phrase.clips("to-speed", "press-hash"));
            assertThat(script.state()).isEqualTo(State.MESSAGE);
        }
    }

    @Test
    void what_is_heard_slower_may_last_longer() {
        hearing();
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2).plusSeconds(20));
        press("##");
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2).plusMillis(26_667));
        press("3");
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2).plusMillis(26_667));
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(30), NOON.plusSeconds(150), false, false));
        assertThat(script.limit()).as("a further message").isEqualTo(Duration.ofSeconds(150));
        press("2");
        script.on(new MessageOpened(Duration.ofSeconds(30), null, false, false));
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2).plusSeconds(40));
    }

    @Test
    void who_changes_the_speed_while_it_is_paused_goes_on() {
        hearing();
        press("0");
        List<ListenAction> changed = press("#");
        assertThat(changed).startsWith(new ListenAction.HearAt(Speed.FASTER));
        assertThat(said(changed)).startsWith(new Phrase.Clip("faster"), new Phrase.Recorded());
        assertThat(script.state()).isEqualTo(State.MESSAGE);
        press("0");
        assertThat(press("0")).as("the speed stays").noneMatch(ListenAction.HearAt.class::isInstance);
    }

    @Test
    void where_no_message_is_heard_the_speed_is_that_of_the_next_one() {
        hearing();
        press("7");
        script.on(Simple.DONE);
        List<ListenAction> changed = press("#");
        assertThat(changed).startsWith(new ListenAction.HearAt(Speed.FASTER));
        assertSays(changed, "faster", "to-next");
        assertThat(press("1#")).as("a license is asked for").isEmpty();
        assertThat(script.on(LICENSE)).contains(new ListenAction.HearAt(Speed.SLOWER));
    }

    @Test
    void c33_a_message_that_was_heard_to_its_end_is_not_heard_again_for_another_speed() {
        hearing();
        script.on(Simple.PROMPTS_ENDED);
        assertThat(press("#"))
                .hasSize(2)
                .startsWith(new ListenAction.HearAt(Speed.FASTER))
                .noneMatch(ListenAction.Open.class::isInstance);
        assertThat(script.limit()).as("it is said again").isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void nothing_is_paused_of_a_message_that_was_heard_to_its_end() {
        hearing();
        isHeard = false;
        assertThat(said(press("0"))).startsWith(new Phrase.Recorded()).contains(new Phrase.Clip("to-next"));
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void the_menu_says_what_its_keys_do_with_a_deleted_message() {
        hearing();
        press("7");
        List<Phrase> after = said(script.on(Simple.DONE));
        assertThat(after)
                .containsSequence(Phrase.clips("to-restore", "press-7"))
                .doesNotContain(new Phrase.Clip("to-delete"), new Phrase.Clip("to-save"))
                .containsOnlyOnce(new Phrase.Clip("to-restore"));
        script.on(Simple.PROMPTS_ENDED);
        assertThat(said(script.on(Simple.TIMEOUT))).containsSequence(Phrase.clips("to-restore", "press-7"));
        press("7");
        assertThat(said(script.on(Simple.DONE)))
                .containsSequence(Phrase.clips("to-delete", "press-7"))
                .containsSequence(Phrase.clips("to-save", "press-8"));
    }

    private List<ListenAction> receiverNamed() {
        hearing();
        press("6");
        script.on(new RightsTold(UsageRights.UNLIMITED));
        press("4711#");
        return script.on(new ReceiverFound("bob"));
    }

    @Test
    void c33_a_message_is_forwarded_to_a_number_that_is_read_back_and_goes_on() {
        hearing();
        assertThat(press("6")).containsExactly(ListenAction.Simple.STOP_PROMPTS, new ListenAction.Ask(FIRST));
        assertSays(script.on(new RightsTold(UsageRights.UNLIMITED)), "ask-receiver", "then-hash");
        press("47*");
        assertThat(press("4711#"))
                .containsExactly(ListenAction.Simple.STOP_PROMPTS, new ListenAction.FindReceiver("4711"));
        assertThat(said(script.on(new ReceiverFound("bob"))))
                .startsWith(new Phrase.Clip("it-goes-to"), new Phrase.Digits("4711"), new Phrase.Clip("to-confirm"));
        assertThat(press("1"))
                .containsExactly(ListenAction.Simple.STOP_PROMPTS, new ListenAction.Forward(FIRST, "bob"));
        assertThat(said(script.on(Simple.DONE))).startsWith(new Phrase.Clip("forwarded"), new Phrase.Recorded());
        assertThat(press("7")).contains(new ListenAction.Delete(FIRST));
    }

    @Test
    void c33_what_may_not_be_forwarded_is_said_before_a_number_is_asked_for() {
        hearing();
        press("6");
        List<ListenAction> refused = script.on(new RightsTold(UsageRights.UNLIMITED.with(Right.FORWARD, 0)));
        assertSays(refused, "right-no-forward");
        assertThat(said(refused))
                .doesNotContain(new Phrase.Clip("ask-receiver"))
                .contains(new Phrase.Recorded());
        press("6");
        assertSays(script.on(new RightsTold(null)), "error", "try-later");
    }

    @Test
    void a_number_that_nobody_has_is_asked_for_again_and_not_for_ever() {
        hearing();
        press("6");
        script.on(new RightsTold(UsageRights.UNLIMITED));
        for (int i = 0; i < 2; i++) {
            press("4711#1"); // meant for a question that does not come
            assertSays(script.on(new ReceiverFound(null)), "receiver-unknown", "ask-receiver");
        }
        press("4711#");
        assertSays(script.on(new ReceiverFound(null)), "receiver-unknown", "too-many-attempts");
        assertThat(script.state()).isEqualTo(State.MESSAGE);
        assertSays(press("6"), "too-many-attempts");
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ssms:rights-exceeded, number-wrong",
        "urn:ssms:malformed, receiver-unknown",
        "urn:ssms:plays-exhausted, right-no-forward",
        "urn:ssms:no-license, right-no-forward",
        "urn:ssms:too-many-attempts, too-many-attempts",
        "about:blank, error"
    })
    void what_the_license_server_refuses_is_said(String type, String clip) {
        receiverNamed();
        press("1");
        assertSays(script.on(new Refused(type)), clip);
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void nothing_is_forwarded_that_is_not_confirmed() {
        receiverNamed();
        assertSays(press("2"), "wrong-key", "it-goes-to");
        assertThat(press("*")).contains(new ListenAction.Ask(FIRST));
        script.on(new RightsTold(UsageRights.UNLIMITED));
        assertThat(said(press("*"))).startsWith(new Phrase.Recorded());
    }

    @Test
    void who_confirms_nothing_is_back_at_the_message() {
        receiverNamed();
        for (int i = 0; i < 2; i++) {
            assertThat(said(script.on(Simple.PROMPTS_ENDED))).isEmpty();
            script.on(Simple.TIMEOUT);
        }
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void c33_a_reply_is_offered_only_where_it_reaches_somebody() {
        entered();
        press("1");
        assertThat(said(script.on(LICENSE))).containsSequence(Phrase.clips("to-reply", "press-9"));
        press("1");
        List<Phrase> ofNobody = said(script.on(new MessageOpened(Duration.ofSeconds(20), null, false, false)));
        assertThat(ofNobody)
                .contains(new Phrase.Clip("press-8"))
                .doesNotContain(new Phrase.Clip("to-reply"), new Phrase.Clip("press-9"));
        script.on(Simple.PROMPTS_ENDED);
        assertThat(said(script.on(Simple.TIMEOUT))).doesNotContain(new Phrase.Clip("to-reply"));
    }

    @Test
    void nobody_is_offered_to_answer_the_message_that_may_not_be_heard_as_he_was_the_one_before() {
        hearing();
        press("1");
        assertThat(said(script.on(new MessageRefused("urn:ssms:expired")))).doesNotContain(new Phrase.Clip("to-reply"));
    }

    /** Up to where its key and its files are ordered. */
    private void replies() {
        hearing();
        assertThat(press("9")).containsExactly(STOP_PROMPTS, new ListenAction.FindSender(FIRST));
        assertThat(script.on(new ReceiverFound("bob"))).containsExactly(STOP_PROMPTS, new ListenAction.Ask(FIRST));
        assertThat(script.on(new RightsTold(UsageRights.UNLIMITED)))
                .containsExactly(STOP_PROMPTS, new ListenAction.OpenReply("bob"));
    }

    private void speaks() {
        replies();
        assertThat(script.on(Simple.RECORDING_OPENED))
                .containsExactly(new ListenAction.RecordReply(Phrase.of(PromptName.BEEP)));
        assertThat(script.state()).isEqualTo(State.RECORDING);
        assertThat(script.isReplying()).isTrue();
        assertThat(script.on(Simple.PROMPTS_ENDED)).as("the beep").isEmpty();
    }

    @Test
    void c33_a_reply_is_kept_by_hash_and_the_message_goes_on_when_it_is_stored() {
        speaks();
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(3).plusSeconds(30));
        assertThat(press("0123456789")).as("keys that mean nothing").isEmpty();
        assertThat(press("#")).containsExactly(STOP_PROMPTS, KEEP_REPLY);
        assertThat(script.isReplying()).isFalse();
        assertThat(said(script.on(Simple.STORED))).startsWith(new Phrase.Clip("stored"), new Phrase.Recorded());
        assertThat(script.state()).isEqualTo(State.MESSAGE);
        assertThat(press("7")).contains(new ListenAction.Delete(FIRST));
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORDING_ENDED", "TIMEOUT"})
    void silence_and_the_longest_time_keep_it_too(Simple event) {
        speaks();
        assertThat(script.on(event)).containsExactly(STOP_PROMPTS, KEEP_REPLY);
    }

    @Test
    void star_throws_a_reply_away() {
        speaks();
        assertThat(press("*")).containsExactly(STOP_PROMPTS, CANCEL_REPLY);
        assertSays(script.on(Simple.CANCELLED), "cancelled");
        assertThat(script.state()).isEqualTo(State.MESSAGE);
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @ParameterizedTest
    @CsvSource({"STORED, stored", "POSTPONED, saved", "NOTHING_RECORDED, nothing-recorded", "NOT_DONE, error"})
    void what_has_become_of_a_reply_is_told(Simple event, String clip) {
        speaks();
        press("#");
        List<ListenAction> told = script.on(event);
        assertSays(told, clip);
        assertThat(said(told)).contains(new Phrase.Recorded());
    }

    @Test
    void what_the_disk_took_is_kept_and_that_it_did_not_end_well_is_told() {
        speaks();
        assertThat(script.on(Simple.RECORDING_FAILED)).containsExactly(STOP_PROMPTS, KEEP_REPLY);
        assertSays(script.on(Simple.STORED), "error", "stored");
    }

    @ParameterizedTest
    @CsvSource({"POSTPONED, error, saved", "NOTHING_RECORDED, unavailable, try-later", "NOT_DONE, error, try-later"})
    void of_what_the_disk_cut_off_stored_is_not_said_when_it_is_not(Simple event, String what, String then) {
        speaks();
        script.on(Simple.RECORDING_FAILED);
        assertSays(script.on(event), what, then);
    }

    /** The menu of a message whose sender may be called back is open. */
    private void callable(boolean isAnswerable) {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), null, isAnswerable, true));
    }

    @Test
    void c33_who_may_be_called_back_is_and_the_call_is_over_when_the_phone_speaks_with_him() {
        callable(true);
        assertSays(press("9"), "to-reply", "press-1", "to-call-back", "press-2", "to-go-back", "press-star");
        assertThat(press("2"))
                .containsExactly(STOP_PROMPTS, new ListenAction.CallBack(FIRST, Phrase.clips("connecting")));
        assertThat(script.limit()).isEqualTo(Duration.ofSeconds(60));
        assertThat(script.on(Simple.CONNECTED)).containsExactly(CLOSE, HANG_UP, RELEASE);
        assertThat(script.state()).isEqualTo(State.ENDED);
    }

    @Test
    void who_would_rather_answer_does() {
        callable(true);
        assertThat(press("91")).containsExactly(STOP_PROMPTS, new ListenAction.FindSender(FIRST));
    }

    @Test
    void who_would_rather_not_goes_on() {
        callable(true);
        assertThat(said(press("9*"))).contains(new Phrase.Recorded());
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void who_can_only_be_called_is_not_answered() {
        entered();
        press("1");
        List<Phrase> menu = said(script.on(new MessageOpened(Duration.ofSeconds(20), null, false, true)));
        assertThat(menu).contains(new Phrase.Clip("to-call-back")).doesNotContain(new Phrase.Clip("to-reply"));
        assertSays(press("9"), "to-call-back", "press-2", "to-go-back", "press-star");
        assertSays(press("1"), "wrong-key", "to-call-back");
    }

    @Test
    void who_may_not_be_called_back_is_answered_at_once() {
        hearing();
        assertThat(press("9")).containsExactly(STOP_PROMPTS, new ListenAction.FindSender(FIRST));
    }

    @Test
    void who_was_not_reached_is_told_and_the_message_goes_on() {
        callable(true);
        press("92");
        List<ListenAction> told = script.on(Simple.NOT_CONNECTED);
        assertSays(told, "no-call-back", "try-later");
        assertThat(said(told)).contains(new Phrase.Recorded());
        assertThat(script.on(Simple.CONNECTED)).isEmpty();
    }

    @Test
    void a_phone_that_tells_nothing_for_a_minute_is_not_waited_for() {
        callable(true);
        press("92");
        assertSays(script.on(Simple.TIMEOUT), "no-call-back", "try-later");
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void what_a_phone_tells_too_late_is_no_failure_of_what_is_done_by_then() {
        callable(true);
        press("92");
        script.on(Simple.TIMEOUT);
        press("*");
        saysPinsInSettings("123456", "371946", "371946");
        assertThat(script.state()).isEqualTo(State.WORKING);
        assertThat(script.on(Simple.CONNECTED)).isEmpty();
        assertThat(script.on(Simple.NOT_CONNECTED)).isEmpty();
        assertThat(script.isCallingBack()).isFalse();
        assertSays(script.on(Simple.DONE), "pin-changed", "to-greeting");
    }

    @Test
    void t12_too_many_calls_are_told() {
        callable(true);
        press("92");
        assertSays(script.on(new Refused("")), "too-many-attempts", "try-later");
    }

    @Test
    void who_hangs_up_while_his_phone_calls_has_gone_there() {
        callable(true);
        press("92");
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @Test
    void who_cannot_be_proved_to_have_left_a_message_is_not_replied_to() {
        hearing();
        press("9#");
        List<ListenAction> none = script.on(new ReceiverFound(null));
        assertSays(none, "no-reply");
        assertThat(said(none)).contains(new Phrase.Recorded());
        assertThat(script.state()).isEqualTo(State.MESSAGE);
    }

    @Test
    void what_may_not_be_answered_is_told_before_anything_is_spoken() {
        hearing();
        press("9");
        script.on(new ReceiverFound("bob"));
        assertSays(script.on(new RightsTold(UsageRights.UNLIMITED.with(Right.REPLY, false))), "right-no-reply");
        press("9");
        script.on(new ReceiverFound("bob"));
        assertSays(script.on(new RightsTold(null)), "error", "try-later");
        press("9");
        assertSays(script.on(Simple.NOT_DONE), "error", "try-later");
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, mailbox-full", "TOO_MANY, too-many-attempts", "NO_ROOM, unavailable"})
    void why_there_is_no_reply_to_somebody_is_told(String obstacle, String clip) {
        replies();
        press("1");
        assertSays(script.on(new Refused(obstacle)), clip);
        assertThat(script.state()).isEqualTo(State.MESSAGE);
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY_REFUSED", "RECORDING_REFUSED"})
    void without_key_and_files_there_is_no_beep(Simple event) {
        replies();
        List<ListenAction> refused = script.on(event);
        assertSays(refused, "unavailable", "try-later");
        assertThat(refused).noneMatch(ListenAction.RecordReply.class::isInstance);
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @Test
    void keys_that_were_pressed_before_the_beep_do_not_end_what_follows_it() {
        replies();
        assertThat(press("#*")).isEmpty();
        assertThat(script.on(Simple.RECORDING_OPENED)).hasSize(1);
        assertThat(script.state()).isEqualTo(State.RECORDING);
    }

    @Test
    void who_hangs_up_before_anything_is_ordered_leaves_nothing_to_do() {
        hearing();
        press("9");
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @Test
    void who_hangs_up_before_the_beep_leaves_it_as_it_is() {
        replies();
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(LEAVE_REPLY, CLOSE, RELEASE);
        assertThat(script.on(Simple.RECORDING_OPENED)).isEmpty();
    }

    @Test
    void who_hangs_up_while_he_replies_leaves_it_as_it_is() {
        speaks();
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(LEAVE_REPLY, CLOSE, RELEASE);
    }

    @Test
    void a_stop_while_somebody_replies_leaves_it_as_it_is() {
        speaks();
        assertThat(script.on(Simple.ABORTED)).containsExactly(LEAVE_REPLY, CLOSE, HANG_UP, RELEASE);
    }

    @ParameterizedTest
    @CsvSource({"#", "*"})
    void who_hangs_up_when_he_has_said_what_is_to_become_of_it_orders_nothing_more(String key) {
        speaks();
        press(key);
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(CLOSE, RELEASE);
    }

    @Test
    void no_reply_outlives_the_session() {
        speaks();
        nanos = ListenScript.LONGEST.plusSeconds(1).toNanos();
        assertThat(script.limit()).isZero();
        List<ListenAction> over = script.on(Simple.TIMEOUT);
        assertThat(over).startsWith(LEAVE_REPLY, CLOSE);
        assertSays(over.subList(2, over.size()), "goodbye");
        script.on(Simple.PROMPTS_ENDED);
        assertThat(script.state()).isEqualTo(State.ENDED);
    }

    @Test
    void what_takes_too_long_to_be_opened_is_left() {
        replies();
        List<ListenAction> late = script.on(Simple.TIMEOUT);
        assertThat(late).startsWith(LEAVE_REPLY, CLOSE);
        assertSays(late.subList(2, late.size()), "error", "try-later", "goodbye");
        assertThat(script.on(Simple.RECORDING_OPENED)).isEmpty();
    }

    /** He would say it once more, though it comes into the mailbox. */
    @Test
    void of_what_takes_too_long_to_be_stored_nobody_says_that_something_went_wrong() {
        speaks();
        press("#");
        assertSays(script.on(Simple.TIMEOUT).stream().skip(1).toList(), "goodbye");
    }

    private void saysPins(String pin, String wanted, String again) {
        entered();
        saysPinsInSettings(pin, wanted, again);
    }

    private void saysPinsInSettings(String pin, String wanted, String again) {
        assertSays(press("9"), "to-greeting", "press-1");
        assertSays(press("9"), "ask-pin", "then-hash");
        assertSays(press(pin + "#"), "ask-new-pin", "then-hash");
        assertSays(press(wanted + "#"), "ask-pin-again", "then-hash");
        press(again + "#");
    }

    @Test
    void c30_another_pin_is_set_by_who_says_the_one_that_he_has_and_the_new_one_twice() {
        saysPins("123456", "371946", "371946");
        assertThat(script.state()).isEqualTo(State.WORKING);
        assertSays(script.on(Simple.DONE), "pin-changed", "to-greeting");
        assertSays(press("*"), "to-new-messages");
    }

    private List<ListenAction> spoke(String key) {
        entered();
        press("9");
        return speaks(key);
    }

    /** In the settings: there is none of that kind. */
    private List<ListenAction> speaks(String key) {
        press(key);
        List<ListenAction> asked = script.on(new GreetingFound(false));
        assertThat(script.state()).isEqualTo(State.RECORDING);
        assertThat(script.on(Simple.PROMPTS_ENDED)).as("the tone").isEmpty();
        return asked;
    }

    @Test
    void c30_a_greeting_is_spoken_heard_spoken_again_and_kept() {
        List<ListenAction> asked = spoke("1");
        assertThat(asked).singleElement().isInstanceOfSatisfying(ListenAction.RecordGreeting.class, wanted -> {
            assertThat(wanted.longest()).isEqualTo(GreetingKind.STANDARD.longest());
            assertThat(wanted.phrases()).endsWith(new Phrase.Named(PromptName.BEEP));
        });
        assertThat(press("5")).as("a key that means nothing").isEmpty();
        assertThat(press("#")).containsExactly(STOP_PROMPTS, STOP_RECORDING);
        assertSays(script.on(new GreetingSpoken(Duration.ofSeconds(4))), "to-save", "press-1", "to-listen", "press-2");
        assertThat(said(press("2"))).startsWith(new Phrase.OwnGreeting(), new Phrase.Clip("to-save"));
        assertSays(press("7"), "wrong-key");
        press("3");
        assertThat(script.state()).isEqualTo(State.RECORDING);
        assertThat(script.on(Simple.RECORDING_ENDED)).as("silence").containsExactly(STOP_PROMPTS, STOP_RECORDING);
        script.on(new GreetingSpoken(Duration.ofSeconds(4)));
        assertThat(press("1")).contains(new ListenAction.KeepGreeting(GreetingKind.STANDARD, null));
        assertSays(script.on(Simple.DONE), "saved", "to-greeting");
    }

    @ParameterizedTest
    @CsvSource({"2, BUSY", "3, NOT_ANSWERED", "4, OUT_OF_OFFICE", "6, NAME"})
    void c30_each_key_of_the_settings_is_for_another_greeting(String key, GreetingKind kind) {
        spoke(key);
        press("#");
        script.on(new GreetingSpoken(Duration.ofSeconds(1)));
        assertThat(press("1")).contains(new ListenAction.KeepGreeting(kind, null));
    }

    @Test
    void c30_a_temporary_greeting_is_for_some_days() {
        entered();
        assertThat(press("95")).contains(new ListenAction.FindGreeting(GreetingKind.TEMPORARY));
        assertSays(script.on(new GreetingFound(false)), "ask-days", "enter-number", "then-hash");
        assertSays(press("0#"), "number-wrong", "ask-days");
        assertSays(press("366#"), "number-wrong", "ask-days");
        assertSays(press("12345678901234567890#"), "number-wrong", "ask-days");
        press("14#");
        assertThat(script.state()).isEqualTo(State.RECORDING);
        press("*");
        script.on(new GreetingSpoken(Duration.ofSeconds(1)));
        assertThat(press("1"))
                .contains(new ListenAction.KeepGreeting(GreetingKind.TEMPORARY, NOON.plus(Duration.ofDays(14))));
    }

    @Test
    void what_is_not_kept_is_forgotten_and_why_it_is_not_is_told() {
        spoke("1");
        press("#");
        assertSays(script.on(new GreetingSpoken(Duration.ofMillis(100))), "nothing-recorded", "to-greeting");
        speaks("1");
        press("#");
        script.on(new GreetingSpoken(Duration.ofSeconds(1)));
        assertSays(press("*"), "to-greeting");
        speaks("1");
        press("#");
        script.on(new GreetingSpoken(Duration.ofSeconds(1)));
        press("1");
        assertSays(script.on(new CallEvent.Refused("LOCKED")), "not-here", "to-greeting");
        speaks("1");
        press("#");
        script.on(new GreetingSpoken(Duration.ofSeconds(1)));
        press("1");
        assertSays(script.on(Simple.NOT_DONE), "error", "try-later");
    }

    private List<ListenAction> chose(String key) {
        entered();
        press("9" + key);
        return script.on(new GreetingFound(true));
    }

    @ParameterizedTest
    @CsvSource({"1, STANDARD", "2, BUSY", "3, NOT_ANSWERED", "4, OUT_OF_OFFICE", "5, TEMPORARY", "6, NAME"})
    void c30_a_greeting_that_is_there_is_removed_by_a_key(String key, GreetingKind kind) {
        entered();
        assertThat(press("9" + key)).containsExactly(STOP_PROMPTS, new ListenAction.FindGreeting(kind));
        assertThat(said(script.on(new GreetingFound(true))))
                .containsExactlyElementsOf(
                        Phrase.clips("to-record-again", "press-3", "to-delete", "press-7", "to-go-back", "press-star"));
        assertThat(press("7")).containsExactly(STOP_PROMPTS, new ListenAction.RemoveGreeting(kind));
        assertSays(script.on(Simple.DONE), "deleted", "to-greeting");
        assertThat(script.state()).isEqualTo(State.SETTINGS);
    }

    @Test
    void c30_a_greeting_that_is_there_is_recorded_again_by_one_key_more() {
        chose("1");
        assertThat(press("3")).singleElement().isInstanceOf(ListenAction.RecordGreeting.class);
        script.on(Simple.PROMPTS_ENDED);
        press("#");
        assertSays(script.on(new GreetingSpoken(Duration.ofSeconds(4))), "to-save", "press-1");
        assertSays(press("7"), "wrong-key", "to-save");
        assertThat(press("1")).contains(new ListenAction.KeepGreeting(GreetingKind.STANDARD, null));
        assertSays(script.on(Simple.DONE), "saved");
    }

    @Test
    void c30_a_temporary_greeting_that_is_there_is_recorded_again_for_other_days() {
        chose("5");
        assertSays(press("3"), "ask-days", "enter-number");
        press("7#");
        assertThat(script.state()).isEqualTo(State.RECORDING);
    }

    @ParameterizedTest
    @ValueSource(chars = {'0', '1', '2', '4', '5', '6', '8', '9', '#', 'A'})
    void a_key_that_means_nothing_removes_nothing(char key) {
        chose("1");
        assertSays(press(String.valueOf(key)), "wrong-key", "to-record-again");
        assertThat(script.state()).isEqualTo(State.CONFIRMING);
    }

    @Test
    void who_goes_back_or_says_nothing_keeps_the_greeting_that_is_there() {
        chose("1");
        assertSays(press("*"), "to-greeting");
        press("1");
        script.on(new GreetingFound(true));
        for (int i = 0; i < 2; i++) {
            assertThat(script.on(Simple.PROMPTS_ENDED)).isEmpty();
            assertThat(script.on(Simple.TIMEOUT)).noneMatch(ListenAction.RemoveGreeting.class::isInstance);
        }
        assertThat(script.state()).isEqualTo(State.SETTINGS);
    }

    @Test
    void who_knows_the_keys_removes_a_greeting_by_pressing_them_ahead() {
        entered();
        press("917");
        assertThat(script.on(new GreetingFound(true))).endsWith(new ListenAction.RemoveGreeting(GreetingKind.STANDARD));
    }

    @Test
    void a_greeting_that_cannot_be_removed_or_looked_for_is_told_and_stays() {
        chose("1");
        press("7");
        assertSays(script.on(new Refused("LOCKED")), "not-here", "to-greeting");
        press("1");
        script.on(new GreetingFound(true));
        press("7");
        assertSays(script.on(Simple.NOT_DONE), "error", "try-later", "to-greeting");
        press("1");
        assertSays(script.on(Simple.NOT_DONE), "error", "try-later", "to-greeting");
    }

    @Test
    void who_hangs_up_while_he_speaks_keeps_nothing() {
        spoke("1");
        assertThat(script.on(Simple.HUNG_UP)).containsExactly(RELEASE);
    }

    @Test
    void t32_no_pin_is_printed_that_is_changed() {
        saysPins("123456", "371946", "37194");
        press("371946#");
        List<ListenAction> ordered = press("371946#");
        assertThat(ordered).contains(new ListenAction.ChangePin("123456", "371946"));
        assertThat(ordered.toString()).doesNotContain("123456").doesNotContain("371946");
    }

    @Test
    void two_pins_that_differ_change_nothing() {
        entered();
        press("99123456#371946#");
        assertSays(press("371947#"), "pins-differ", "ask-new-pin");
        assertSays(press("*"), "to-greeting");
        assertThat(script.state()).isEqualTo(State.SETTINGS);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ssms:wrong-pin, pin-wrong, ask-pin, ENTERING",
        "urn:ssms:pin-length, pin-too-short, ask-new-pin, ENTERING",
        "urn:ssms:pin-date, pin-too-simple, ask-new-pin, ENTERING",
        "urn:ssms:too-many-attempts, pin-locked, try-later, SETTINGS",
        "about:blank, error, try-later, SETTINGS"
    })
    void t11_a_pin_that_is_not_set_is_told_why(String type, String clip, String then, State state) {
        saysPins("123456", "12345", "12345");
        assertSays(script.on(new Refused(type)), clip, then);
        assertThat(script.state()).isEqualTo(state);
    }

    @Test
    void t11_who_says_a_wrong_pin_twice_changes_none() {
        saysPins("111111", "371946", "371946");
        script.on(new Refused("urn:ssms:wrong-pin"));
        press("222222#371946#371946#");
        assertSays(script.on(new Refused("urn:ssms:wrong-pin")), "pin-wrong", "to-greeting");
        assertThat(script.state()).isEqualTo(State.SETTINGS);
    }

    @Test
    void silence_leaves_the_settings_and_what_was_half_entered() {
        entered();
        press("99");
        press("12");
        for (int i = 0; i < 2; i++) {
            script.on(Simple.PROMPTS_ENDED);
            script.on(Simple.TIMEOUT);
        }
        assertThat(script.state()).isEqualTo(State.SETTINGS);
        for (int i = 0; i < 2; i++) {
            script.on(Simple.PROMPTS_ENDED);
            script.on(Simple.TIMEOUT);
        }
        assertThat(script.state()).isEqualTo(State.MAILBOX);
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
        "urn:ssms:not-by-phone, not-by-phone, on-the-web",
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
        assertThat(script.on(new MailboxOpened(List.of(FIRST), List.of(), List.of())))
                .endsWith(new ListenAction.Open(FIRST));
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
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON, false, false));
        assertThat(script.limit()).isZero();
        List<ListenAction> over = script.on(Simple.TIMEOUT);
        assertThat(over).startsWith(ListenAction.Simple.CLOSE);
        assertSays(over.stream().skip(1).toList(), "because-expired");
    }

    /** A timer counts otherwise than the clock by which a license ends. */
    @Test
    void t6_a_timer_that_rings_early_cuts_nothing() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON.plusSeconds(5), false, false));
        clock.advance(Duration.ofMillis(4999));
        assertThat(script.on(Simple.TIMEOUT)).isEmpty();
        assertThat(script.limit()).isEqualTo(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertSays(script.on(Simple.TIMEOUT).stream().skip(1).toList(), "because-expired");
    }

    @Test
    void t6_a_pause_is_not_longer_than_the_play() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON.plusSeconds(150), false, false));
        press("0");
        assertThat(script.limit()).isEqualTo(Duration.ofMinutes(2));
        press("0");
        clock.advance(Duration.ofSeconds(60));
        press("0");
        assertThat(script.state()).isEqualTo(State.PAUSED);
        assertThat(script.limit()).isEqualTo(Duration.ofSeconds(90));
        clock.advance(Duration.ofSeconds(90));
        List<ListenAction> over = script.on(Simple.TIMEOUT);
        assertThat(over).startsWith(ListenAction.Simple.CLOSE);
        assertSays(over.stream().skip(1).toList(), "because-expired", "to-next");
    }

    @Test
    void a_pause_within_the_play_ends_in_the_mailbox() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON.plusSeconds(150), false, false));
        press("0");
        clock.advance(Duration.ofMinutes(2));
        assertSays(script.on(Simple.TIMEOUT).stream().skip(1).toList(), "to-new-messages");
        assertThat(script.state()).isEqualTo(State.MAILBOX);
    }

    @Test
    void t6_who_goes_on_behind_the_end_of_a_play_hears_nothing_of_it() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON.plusSeconds(5), false, false));
        press("0");
        clock.advance(Duration.ofSeconds(6));
        List<ListenAction> over = press("0");
        assertThat(over).startsWith(ListenAction.Simple.CLOSE);
        assertSays(over, "because-expired", "to-next");
        assertThat(said(over)).doesNotContain(new Phrase.Recorded());
    }

    @Test
    void what_was_done_behind_the_end_of_a_play_is_said_first() {
        entered();
        press("1");
        script.on(new MessageOpened(Duration.ofSeconds(20), NOON.plusSeconds(5), false, false));
        script.on(Simple.PROMPTS_ENDED);
        clock.advance(Duration.ofSeconds(6));
        assertSays(press("8"), "saved", "because-expired", "to-next");
        assertSays(press("8"), "saved", "to-next");
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
                        () -> script.on(new MailboxOpened(List.of(FIRST), List.of(), List.of())),
                        () -> press("1"),
                        () -> script.on(LICENSE),
                        () -> press("0"),
                        () -> press("5"))
                .takeWhile(step -> script.state() != state)
                .forEach(Runnable::run);
    }
}
