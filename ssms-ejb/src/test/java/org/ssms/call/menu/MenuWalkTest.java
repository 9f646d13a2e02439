package org.ssms.call.menu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.call.menu.MenuWalk.Do;
import org.ssms.call.menu.MenuWalk.Say;
import org.ssms.call.menu.MenuWalk.Settle;
import org.ssms.call.menu.MenuWalk.Turn;
import org.ssms.media.prompt.Counted;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** Of the built-in menus. */
class MenuWalkTest {
    private static final Instant NOW = Instant.parse("2026-11-27T17:00:00.5Z");
    private static final Map<String, Menu> MENUS = new Menus(null, prompt -> true).current();
    private static final UsageRights NO_FORWARD = UsageRights.UNLIMITED.with(Right.FORWARD, 0);

    private final MenuWalk walk = walk("review");

    private static MenuWalk walk(String first) {
        return new MenuWalk(MENUS, first, UsageRights.UNLIMITED, Set.of("alice"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void says_each_key_and_does_what_it_stands_for() {
        assertThat(said(walk.begin()))
                .startsWith("to-send", "press-hash", "to-listen", "press-1", "to-record-again", "press-2", "to-add");
        assertThat(walk.pressed('2')).isEqualTo(new Do(Command.Simple.AGAIN));
        assertThat(walk.pressed('3')).isEqualTo(new Do(Command.Simple.ADD));
        assertThat(walk.pressed('#')).isEqualTo(new Do(Command.Simple.SEND));
        assertThat(said(walk.pressed('7'))).startsWith("wrong-key", "to-send");
    }

    @Test
    void f4_36_what_was_recorded_is_heard_in_front_of_the_menu_as_often_as_he_likes() {
        for (int i = 0; i < 2; i++) {
            List<Phrase> said = ((Say) press("1")).phrases();
            assertThat(said).startsWith(new Phrase.Recorded(), new Phrase.Clip("to-send"));
        }
        assertThat(said(walk.notHeard())).startsWith("error", "to-send");
        assertThat(walk.pressed('3')).isEqualTo(new Do(Command.Simple.ADD));
    }

    @Test
    void silence_repeats_twice_and_then_sends() {
        walk.begin();
        assertThat(walk.patience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(said(walk.silence())).startsWith("to-send");
        assertThat(said(walk.silence())).startsWith("to-send");
        assertThat(walk.silence()).isEqualTo(new Do(Command.Simple.SEND));
    }

    @Test
    void a_key_between_silences_is_no_silence() {
        walk.begin();
        walk.silence();
        walk.silence();
        walk.pressed('8');
        assertThat(said(walk.silence())).startsWith("to-send");
    }

    @Test
    void f4_37_a_choice_is_told_read_back_and_holds_when_it_is_confirmed_twice() {
        assertThat(said(press("4"))).startsWith("to-private", "press-1");
        assertThat(said(press("2"))).startsWith("limits {forward=0}", "to-private");
        assertThat(said(press("4"))).containsExactly("ask-plays", "enter-number", "then-hash");
        assertThat(said(press("3#"))).startsWith("limits {plays=3}", "to-private");
        assertThat(said(press("#")))
                .containsExactly(
                        "chosen",
                        "limits {plays=3, forward=0}",
                        "to-confirm",
                        "press-hash",
                        "to-go-back",
                        "press-star");
        UsageRights chosen = NO_FORWARD.with(Right.PLAYS, 3);
        assertThat(press("#")).isEqualTo(new Settle(chosen));
        assertThat(said(walk.settled(chosen, chosen))).startsWith("confirmed", "to-send");
    }

    @Test
    void f4_37_who_gets_less_hears_it_also_in_the_menu_that_he_opened_first() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        MenuWalk only = new MenuWalk(MENUS, "rights", UsageRights.UNLIMITED, Set.of("alice"), clock);
        only.pressed('4');
        only.pressed('3');
        only.pressed('#');
        only.pressed('#');
        UsageRights chosen = UsageRights.UNLIMITED.with(Right.PLAYS, 3);
        assertThat(only.pressed('#')).isEqualTo(new Settle(chosen));
        assertThat(said(only.settled(chosen, chosen.with(Right.PLAYS, 1))))
                .startsWith("confirmed", "limits {plays=1}", "to-private");
    }

    @Test
    void languages_are_said_in_themselves_and_what_was_said_before_is_said_again() {
        assertThat(((Say) press("9")).phrases())
                .startsWith(
                        new Phrase.Foreign("for-language", "en"),
                        new Phrase.Foreign("press-1", "en"),
                        new Phrase.Foreign("for-language", "de"),
                        new Phrase.Foreign("press-2", "de"));
        MenuWalk.Switch german = (MenuWalk.Switch) walk.pressed('2');
        assertThat(german.language()).isEqualTo("de");
        assertThat(said(german.then())).startsWith("to-send", "press-hash");
        assertThat(walk.pressed('#')).isEqualTo(new Do(Command.Simple.SEND));
    }

    @Test
    void a_code_is_asked_for_until_it_has_its_digits_and_no_word_of_ours_has_it() {
        MenuWalk before = walk("before");
        assertThat(said(before.pressed('8'))).containsExactly("ask-control-code", "then-hash");
        assertThat(said(pressed(before, "01234567890#"))).startsWith("control-code-wrong", "ask-control-code");
        assertThat(said(pressed(before, "0123456789012#"))).startsWith("control-code-wrong", "ask-control-code");
        Turn turn = pressed(before, "012345678901#");
        assertThat(turn).isEqualTo(new MenuWalk.LookUp("012345678901"));
        assertThat(turn.toString()).doesNotContain("0123");
        assertThat(said(before.notControlled("control-code-wrong"))).startsWith("control-code-wrong", "to-rights");
        assertThat(said(pressed(before, "8*"))).startsWith("to-rights");
    }

    @Test
    void of_a_message_that_was_found_it_is_told_whether_it_was_heard_and_it_goes_back_to_where_it_began() {
        MenuWalk before = walk("before");
        assertThat(said(before.found(NOW, null, 0, 0))).startsWith("recalled", "to-rights");
        assertThat(((Say) before.found(NOW, UsageRights.UNLIMITED, 0, 0)).phrases())
                .startsWith(new Phrase.Clip("was-heard"), new Phrase.Moment(NOW), new Phrase.Clip("to-shorten"));
        assertThat(pressed(before, "530#"))
                .isEqualTo(new MenuWalk.Limit(
                        UsageRights.UNLIMITED.with(Right.NOT_AFTER, Instant.parse("2026-12-27T17:00:00Z"))));
        assertThat(said(before.limited(NO_FORWARD))).startsWith("confirmed", "limits {forward=0}");
        assertThat(said(before.pressed('0'))).startsWith("confirm-recall", "to-confirm");
        assertThat(before.pressed('1')).isEqualTo(new MenuWalk.Recall());
        assertThat(said(before.recalled())).startsWith("recalled", "to-rights");
        assertThat(before.pressed('*')).isEqualTo(new Do(Command.Simple.BACK));
    }

    @Test
    void of_a_message_for_a_list_it_is_told_for_how_many_it_was_left_and_how_many_have_heard_it() {
        MenuWalk before = walk("before");
        assertThat(((Say) before.found(null, UsageRights.UNLIMITED, 3, 0)).phrases())
                .startsWith(
                        new Phrase.Clip("left-for"),
                        new Phrase.Count(3, Counted.MEMBER),
                        new Phrase.Clip("was-not-heard"),
                        new Phrase.Clip("to-shorten"));
        assertThat(((Say) before.found(NOW, UsageRights.UNLIMITED, 3, 1)).phrases())
                .startsWith(
                        new Phrase.Clip("left-for"),
                        new Phrase.Count(3, Counted.MEMBER),
                        new Phrase.Clip("was-heard"),
                        new Phrase.Moment(NOW),
                        new Phrase.Clip("heard-by"),
                        new Phrase.Count(1, Counted.MEMBER),
                        new Phrase.Clip("to-shorten"));
        assertThat(said(before.found(NOW, null, 3, 1))).startsWith("recalled", "to-rights");
    }

    @Test
    void nothing_is_made_longer_and_nothing_is_done_with_what_was_not_found_here() {
        MenuWalk before = walk("before");
        UsageRights untilTomorrow = UsageRights.UNLIMITED.with(Right.NOT_AFTER, NOW.plus(Duration.ofDays(1)));
        before.found(null, untilTomorrow, 0, 0);
        assertThat(said(pressed(before, "52#"))).startsWith("number-wrong", "to-shorten");
        assertThat(pressed(before, "51#")).isInstanceOf(MenuWalk.Limit.class);
        assertThat(said(pressed(before, "*"))).startsWith("to-rights");
        MenuWalk control = walk("control");
        assertThat(said(control.pressed('5'))).startsWith("wrong-key");
        assertThat(said(pressed(control, "01"))).startsWith("wrong-key");
        control.pressed('*');
        assertThat(said(control.found(null, untilTomorrow, 0, 0))).startsWith("was-not-heard");
        assertThat(said(control.found(null, UsageRights.UNLIMITED, 0, 0))).startsWith("was-not-heard");
        pressed(control, "0");
        assertThat(said(control.recalled())).startsWith("recalled", "to-shorten");
        assertThat(said(control.pressed('5'))).startsWith("wrong-key");
        assertThat(control.pressed('*')).isEqualTo(new Do(Command.Simple.BACK));
    }

    @Test
    void who_reads_a_code_has_time() {
        MenuWalk before = walk("before");
        assertThat(before.patience()).isEqualTo(Duration.ofSeconds(5));
        before.pressed('8');
        assertThat(before.patience()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void the_other_choices_are_rights_too() {
        assertThat(settled("41##")).isEqualTo(new Settle(NO_FORWARD.with(Right.SAVE, false)));
        assertThat(settled("46##"))
                .isEqualTo(new Settle(NO_FORWARD.with(Right.SAVE, false).with(Right.USERS, Set.of("alice"))));
        assertThat(settled("4530###"))
                .isEqualTo(new Settle(NO_FORWARD
                        .with(Right.SAVE, false)
                        .with(Right.USERS, Set.of("alice"))
                        .with(Right.NOT_AFTER, Instant.parse("2026-12-27T17:00:00Z"))));
    }

    @Test
    void the_called_party_of_a_list_is_all_its_members() {
        MenuWalk list = new MenuWalk(MENUS, "rights", NO_FORWARD, Set.of("alice", "carol"), Clock.systemUTC());
        for (char key : "6#".toCharArray()) {
            list.pressed(key);
        }
        assertThat(list.pressed('#')).isEqualTo(new Settle(NO_FORWARD.with(Right.USERS, Set.of("alice", "carol"))));
    }

    @Test
    void what_is_not_confirmed_was_never_chosen() {
        assertThat(said(press("42*"))).startsWith("not-changed", "to-send");
        assertThat(said(press("4#"))).startsWith("not-changed", "to-send");
        assertThat(said(press("42#*"))).startsWith("to-private");
        press("#");
        for (int i = 0; i < 2; i++) {
            assertThat(said(walk.silence())).startsWith("chosen");
        }
        assertThat(said(walk.silence())).startsWith("not-changed", "to-private");
        for (int i = 0; i < 2; i++) {
            assertThat(said(walk.silence())).startsWith("to-private");
        }
        assertThat(said(walk.silence())).startsWith("not-changed", "to-send");
    }

    @Test
    void what_cannot_hold_now_is_told_and_may_be_confirmed_again() {
        press("42##");
        assertThat(said(walk.notSettled())).startsWith("not-changed", "try-later", "to-private");
        assertThat(press("##")).isEqualTo(new Settle(NO_FORWARD));
    }

    @Test
    void an_impossible_number_is_asked_for_again() {
        press("44");
        for (String number : List.of("#", "0#", "1000#", "00000000000000000000#")) {
            assertThat(said(press(number))).startsWith("number-wrong", "ask-plays");
        }
        assertThat(said(press("*"))).startsWith("to-private");
        assertThat(said(press("#"))).startsWith("not-changed");
    }

    @Test
    void star_goes_back_and_out_of_the_first_menu_that_has_it() {
        assertThat(said(press("0"))).startsWith("confirm-cancel", "to-confirm", "press-1");
        assertThat(said(press("*"))).startsWith("to-send");
        assertThat(press("01")).isEqualTo(new Do(Command.Simple.CANCEL));
        MenuWalk before = new MenuWalk(MENUS, "before", UsageRights.UNLIMITED, Set.of("alice"), Clock.systemUTC());
        before.begin();
        assertThat(before.pressed('*')).isEqualTo(new Do(Command.Simple.BACK));
    }

    @Test
    void whatever_is_pressed_nothing_is_settled_that_was_not_read_back_and_confirmed() {
        Random random = new Random(37);
        String keys = "0123456789*#";
        int settled = 0;
        for (int round = 0; round < 50_000; round++) {
            MenuWalk any = new MenuWalk(MENUS, "review", NO_FORWARD, Set.of("alice"), Clock.systemUTC());
            UsageRights holds = NO_FORWARD;
            Turn turn = any.begin();
            Turn before = turn;
            for (int i = 0; i < 60 && !(turn instanceof Do); i++) {
                if (turn instanceof Settle settle) {
                    settled++;
                    List<Phrase> said = ((Say) before).phrases();
                    int readBack = said.indexOf(new Phrase.Clip("chosen"));
                    assertThat(readBack).isNotNegative();
                    assertThat(settle.chosen())
                            .isEqualTo(holds.changedTo(((Phrase.Limits) said.get(readBack + 1)).rights()));
                    holds = random.nextBoolean() ? settle.chosen() : holds;
                    turn = holds.equals(settle.chosen()) ? any.settled(holds, holds) : any.notSettled();
                } else {
                    before = turn;
                    char key = keys.charAt(random.nextInt(keys.length()));
                    turn = random.nextInt(5) == 0 ? any.silence() : any.pressed(key);
                    assertThat(turn instanceof Settle && key != '#').isFalse();
                }
            }
        }
        assertThat(settled).isGreaterThan(1000);
    }

    @Test
    void a_question_that_is_asked_anew_begins_anew() {
        press("441");
        assertThat(said(walk.silence())).startsWith("ask-plays");
        assertThat(said(press("5#"))).startsWith("limits {plays=5}");
    }

    private Turn settled(String keys) {
        Turn turn = press(keys);
        if (turn instanceof Settle settle) {
            walk.settled(settle.chosen(), settle.chosen());
        }
        return turn;
    }

    private Turn press(String keys) {
        return pressed(walk, keys);
    }

    private static Turn pressed(MenuWalk walk, String keys) {
        Turn turn = new Say(List.of());
        for (int i = 0; i < keys.length(); i++) {
            turn = walk.pressed(keys.charAt(i));
        }
        return turn;
    }

    private static List<String> said(Turn turn) {
        List<String> said = new ArrayList<>();
        for (Phrase phrase : ((Say) turn).phrases()) {
            said.add(
                    phrase instanceof Phrase.Clip clip
                            ? clip.prompt()
                            : "limits " + ((Phrase.Limits) phrase).rights().toMap());
        }
        return said;
    }
}
