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
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** Of the built-in menus. */
class MenuWalkTest {
    private static final Instant NOW = Instant.parse("2026-11-27T17:00:00.5Z");
    private static final Map<String, Menu> MENUS = new Menus(null, prompt -> true).current();
    private static final UsageRights NO_FORWARD = UsageRights.UNLIMITED.with(Right.FORWARD, 0);

    private final MenuWalk walk =
            new MenuWalk(MENUS, "review", UsageRights.UNLIMITED, "alice", Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void says_each_key_and_does_what_it_stands_for() {
        assertThat(said(walk.begin())).startsWith("to-send", "press-hash", "to-add", "press-3");
        assertThat(walk.pressed('3')).isEqualTo(new Do(Command.Simple.ADD));
        assertThat(walk.pressed('#')).isEqualTo(new Do(Command.Simple.SEND));
        assertThat(said(walk.pressed('7'))).startsWith("wrong-key", "to-send");
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
        assertThat(walk.confirmed()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(press("#")).isEqualTo(new Settle(chosen));
        assertThat(said(walk.settled(chosen))).startsWith("confirmed", "to-send");
        assertThat(walk.confirmed()).isEqualTo(chosen);
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
        assertThat(walk.confirmed()).isEqualTo(UsageRights.UNLIMITED);
    }

    @Test
    void what_cannot_hold_now_is_told_and_may_be_confirmed_again() {
        press("42##");
        assertThat(said(walk.notSettled())).startsWith("not-changed", "try-later", "to-private");
        assertThat(walk.confirmed()).isEqualTo(UsageRights.UNLIMITED);
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
        MenuWalk before = new MenuWalk(MENUS, "before", UsageRights.UNLIMITED, "alice", Clock.systemUTC());
        before.begin();
        assertThat(before.pressed('*')).isEqualTo(new Do(Command.Simple.BACK));
    }

    @Test
    void whatever_is_pressed_nothing_holds_that_was_not_confirmed() {
        Random random = new Random(37);
        String keys = "0123456789*#";
        for (int round = 0; round < 2_000; round++) {
            MenuWalk any = new MenuWalk(MENUS, "review", NO_FORWARD, "alice", Clock.systemUTC());
            UsageRights holds = NO_FORWARD;
            Turn turn = any.begin();
            for (int i = 0; i < 60 && !(turn instanceof Do); i++) {
                if (turn instanceof Settle settle) {
                    assertThat(settle.chosen().get(Right.FORWARD)).isNotNull();
                    holds = random.nextBoolean() ? settle.chosen() : holds;
                    turn = holds.equals(settle.chosen()) ? any.settled(holds) : any.notSettled();
                } else {
                    turn = random.nextInt(5) == 0
                            ? any.silence()
                            : any.pressed(keys.charAt(random.nextInt(keys.length())));
                }
                assertThat(any.confirmed()).isEqualTo(holds);
            }
        }
    }

    private Turn settled(String keys) {
        Turn turn = press(keys);
        if (turn instanceof Settle settle) {
            walk.settled(settle.chosen());
        }
        return turn;
    }

    private Turn press(String keys) {
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
