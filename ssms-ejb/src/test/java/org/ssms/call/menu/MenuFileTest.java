package org.ssms.call.menu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.call.menu.Command.Ask;
import org.ssms.call.menu.Command.Open;
import org.ssms.call.menu.Command.Restrict;
import org.ssms.call.menu.Command.Simple;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class MenuFileTest {
    private static final String SILENCE = "silence 5 s, 2 more, then send\n";

    @Test
    void says_and_does_what_its_lines_say() throws MalformedMenuException {
        Menu menu = read("""
                # a comment, with key 1 in it

                say nothing-recorded to-send
                key #  send : to-send
                key 1  restrict {"forward":0,"save":false}:to-private
                  key 2 ask plays   :   to-plays
                key 3\topen rights
                key *  back : to-go-back
                silence 7 s, 0 more, then cancel
                """);
        assertThat(menu.on('#')).contains(Simple.SEND);
        assertThat(menu.on('1'))
                .contains(new Restrict(
                        UsageRights.UNLIMITED.with(Right.FORWARD, 0).with(Right.SAVE, false)));
        assertThat(menu.on('2')).contains(new Ask(Question.PLAYS));
        assertThat(menu.on('3')).contains(new Open("rights"));
        assertThat(menu.on('4')).isEmpty();
        assertThat(menu.phrases())
                .isEqualTo(Phrase.clips(
                        "nothing-recorded",
                        "to-send",
                        "to-send",
                        "press-hash",
                        "to-private",
                        "press-1",
                        "to-plays",
                        "press-2",
                        "to-go-back",
                        "press-star"));
        assertThat(menu.patience()).isEqualTo(Duration.ofSeconds(7));
        assertThat(menu.repeats()).isZero();
        assertThat(menu.afterSilence()).isEqualTo(Simple.CANCEL);
        assertThat(requireNonNull(menu.keys().get('3')).prompt()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sing to-send              | no statement begins with 'sing'",
                "say                       | 'say' names no prompt",
                "say of-no-language        | there is no prompt 'of-no-language'",
                "key                       | 'key' is followed by one of 0-9 * #",
                "key A send                | 'key' is followed by one of 0-9 * #",
                "key 12 send               | 'key' is followed by one of 0-9 * #",
                "key 1 fly                 | nothing is done by 'fly'",
                "key 1                     | 'key' is followed by one of 0-9 * #",
                "key 1 send : of-no-language | there is no prompt 'of-no-language'",
                "key 0 send                | key 0 does something already",
                "key 1 open ../rights      | 'open' is followed by the name of a menu",
                "key 1 open                | 'open' is followed by the name of a menu",
                "key 1 restrict {}         | 'restrict' names no right",
                "key 1 restrict {'plays':-1} | 'restrict' is followed by no JSON of rights",
                "key 1 restrict            | 'restrict' is followed by no JSON of rights",
                "key 1 restrict {'users':['bob']} | 'restrict' has a right that no voice tells: users",
                "key 1 restrict {'modify':false}  | 'restrict' has a right that no voice tells: modify",
                "key 1 restrict {'save':true}     | 'restrict' has a right that no voice tells: save",
                "key 1 ask name            | 'ask' knows 'plays' and 'days'",
                "silence 1 s, 1 more, then send | 'silence' is said already",
                "key 1 open stored         | 'stored' is opened when the message is stored only",
                "key 1 control-code        | 'control-code' is for the menu 'stored'",
                "silence soon              | 'silence' is followed by, for example",
            })
    void a_line_that_is_wrong_is_named_with_its_reason(String line, String why) {
        assertThatThrownBy(() -> read("\nkey 0 send\n" + SILENCE + line.replace('\'', '"')))
                .isInstanceOf(MalformedMenuException.class)
                .hasMessageStartingWith("review.menu, line 4: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s, 1", "31 s, 1", "5 s, 10"})
    void nobody_waits_for_ever(String silence) {
        assertThatThrownBy(() -> read("key 0 send\nsilence " + silence + " more, then send"))
                .hasMessageContaining("line 2: 'silence' is of 1 to 30 s, and at most 9 more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeat", "only-called", "confirm"})
    void nothing_keeps_a_silent_caller_for_ever(String then) {
        assertThatThrownBy(() -> read("key 0 send\nsilence 5 s, 0 more, then " + then))
                .hasMessageContaining("line 2: after silence there is");
    }

    @Test
    void a_line_has_an_end() {
        assertThatThrownBy(() -> read("key 0 send\nkey 1 " + " \u2028".repeat(5_000) + "x"))
                .hasMessageContaining("line 2: a line has up to 500 characters");
    }

    /** The greeting is no menu and says what its keys do; while the caller speaks nothing is said. */
    @ParameterizedTest
    @CsvSource({
        "greeting,  key 1 send",
        "greeting,  key 1 skip : to-send",
        "greeting,  say to-send",
        "recording, key 1 skip",
        "recording, key 1 add",
        "recording, 'silence 5 s, 2 more, then send'"
    })
    void what_is_not_said_has_few_keys(String name, String line) {
        assertThatThrownBy(() -> MenuFile.read(name, line, prompt -> true))
                .hasMessageStartingWith(name + ".menu, line 1: this menu is not said");
    }

    /** The message is there: nothing can be chosen for it, or recorded, any more. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "again", "listen", "open rights", "ask plays", "language de", "cancel"})
    void what_is_offered_at_the_end_changes_nothing(String command) {
        assertThatThrownBy(() -> MenuFile.read("stored", "key 1 " + command, prompt -> true))
                .hasMessageStartingWith("stored.menu, line 1: keys of this menu do 'control-code', 'back' or 'repeat'");
        assertThatThrownBy(() -> MenuFile.read("stored", "silence 5 s, 1 more, then send", prompt -> true))
                .hasMessageContaining("after silence there is 'back' in this menu");
    }

    @Test
    void who_hears_his_messages_has_menus_of_his_own() throws MalformedMenuException {
        assertThat(MenuFile.read("mailbox", "key 9 open settings", prompt -> true)
                        .on('9'))
                .contains(new Open("settings"));
        assertThat(MenuFile.read("settings", "key 9 change-pin", prompt -> true).on('9'))
                .contains(Simple.CHANGE_PIN);
        assertThat(MenuFile.read("message", "key 6 forward", prompt -> true).on('6'))
                .contains(Simple.FORWARD);
        assertThat(MenuFile.read("message", "key # speed", prompt -> true).on('#'))
                .contains(Simple.SPEED);
        assertThat(MenuFile.read("message", "key 9 reply", prompt -> true).on('9'))
                .contains(Simple.REPLY);
    }

    @ParameterizedTest
    @CsvSource({
        "mailbox,  key 9 open message",
        "mailbox,  key 9 forward",
        "mailbox,  key # speed",
        "message,  key 9 open settings",
        "message,  key 9 change-pin",
        "settings, key 9 open settings",
        "settings, key 9 next",
        "review,   key 9 open settings",
        "review,   key 9 forward",
        "review,   key 9 speed",
        "review,   key 9 reply"
    })
    void nobody_else_does_what_they_do(String name, String line) {
        assertThatThrownBy(() -> MenuFile.read(name, line, prompt -> true))
                .isInstanceOf(MalformedMenuException.class)
                .hasMessageContaining("who hears his messages");
    }

    @Test
    void what_is_missing_is_told_at_the_end() throws MalformedMenuException {
        assertThat(read("key 0 send").afterSilence()).isEqualTo(Simple.BACK);
        assertThatThrownBy(() -> read(SILENCE)).hasMessage("review.menu, line 1: there is no 'key'");
        assertThatThrownBy(() -> read("")).hasMessage("review.menu, line 1: there is no 'key'");
        assertThatThrownBy(() -> read("#".repeat(16_385))).hasMessageContaining("longer than 16384 characters");
    }

    @Test
    void whatever_a_file_says_its_reader_ends_with_a_menu_or_a_reason() {
        Random random = new Random(11);
        String[] words = {
            "key",
            "say",
            "silence",
            "#",
            "*",
            "1",
            "open",
            "restrict",
            "{",
            "}",
            "\"plays\":",
            "ask",
            ":",
            "plays",
            "send",
            "5 s, 2 more, then send",
            "\n",
            "\n",
            " ",
            "\t",
            "\u0000",
            "ä",
            "to-send",
            "\uD800"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                assertThat(read(text.toString()).keys()).isNotEmpty();
            } catch (MalformedMenuException e) {
                assertThat(e.getMessage()).matches("review\\.menu, line [1-9]\\d*: [\\x20-\\x7e]+");
            }
        }
    }

    private static Menu read(String text) throws MalformedMenuException {
        return MenuFile.read("review", text, prompt -> !prompt.equals("of-no-language"));
    }
}
