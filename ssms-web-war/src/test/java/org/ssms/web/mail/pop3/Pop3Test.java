package org.ssms.web.mail.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.web.mail.Dialogue;
import org.ssms.web.mail.FakeDesk;

class Pop3Test {
    private static final String PLAIN = plain("", "alice", FakeDesk.PASSWORD);

    @TempDir
    Path folder;

    private FakeDesk desk;

    @BeforeEach
    void fill() {
        desk = new FakeDesk(folder);
        desk.add(100, true);
        desk.add(5000, true);
        desk.add(10, false);
    }

    private static String plain(String as, String name, String password) {
        return Base64.getEncoder().encodeToString((as + "\0" + name + "\0" + password).getBytes(UTF_8));
    }

    private Dialogue begun(boolean isSecured) {
        Dialogue dialogue = new Dialogue(isSecured, client -> new Pop3(desk, client));
        assertThat(dialogue.greet()).isEqualTo("+OK SSMS\r\n");
        return dialogue;
    }

    private Dialogue loggedIn() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("AUTH PLAIN " + PLAIN)).isEqualTo("+OK " + desk.held.size() + " messages\r\n");
        return dialogue;
    }

    private Dialogue in(String state) {
        return switch (state) {
            case "clear" -> begun(false);
            case "tls" -> begun(true);
            default -> loggedIn();
        };
    }

    /** Every command in every state: how its answer begins. */
    @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
    @CsvSource({
        "CAPA,              +OK,                  +OK,                  +OK",
        "NOOP,              -ERR log in first,    -ERR log in first,    +OK",
        "STAT,              -ERR log in first,    -ERR log in first,    +OK 3 ",
        "LIST,              -ERR log in first,    -ERR log in first,    +OK",
        "LIST 2,            -ERR log in first,    -ERR log in first,    +OK 2 ",
        "LIST 4,            -ERR log in first,    -ERR log in first,    -ERR no such message",
        "LIST 1 2,          -ERR log in first,    -ERR log in first,    -ERR no such message",
        "UIDL,              -ERR log in first,    -ERR log in first,    +OK",
        "UIDL 1,            -ERR log in first,    -ERR log in first,    +OK 1 4711.1",
        "UIDL 0,            -ERR log in first,    -ERR log in first,    -ERR no such message",
        "RETR 1,            -ERR log in first,    -ERR log in first,    +OK ",
        "RETR,              -ERR log in first,    -ERR log in first,    -ERR no such message",
        "RETR -1,           -ERR log in first,    -ERR log in first,    -ERR no such message",
        "RETR 9999999999,   -ERR log in first,    -ERR log in first,    -ERR no such message",
        "TOP 1 0,           -ERR log in first,    -ERR log in first,    +OK",
        "TOP 1 4294967295,  -ERR log in first,    -ERR log in first,    +OK",
        "TOP 1,             -ERR log in first,    -ERR log in first,    -ERR no such message",
        "TOP 1 -1,          -ERR log in first,    -ERR log in first,    -ERR no such message",
        "DELE 1,            -ERR log in first,    -ERR log in first,    +OK",
        "DELE x,            -ERR log in first,    -ERR log in first,    -ERR no such message",
        "RSET,              -ERR log in first,    -ERR log in first,    +OK",
        "STLS,              +OK,                  -ERR TLS already,     -ERR logged in already",
        "USER alice,        -ERR STLS first,      +OK,                  -ERR logged in already",
        "PASS x,            -ERR STLS first,      -ERR USER first,      -ERR logged in already",
        "AUTH PLAIN,        -ERR STLS first,      + ,                   -ERR logged in already",
        "AUTH LOGIN,        -ERR STLS first,      -ERR no such,         -ERR logged in already",
        "AUTH,              -ERR STLS first,      -ERR no such,         -ERR logged in already",
        "APOP alice x,      -ERR STLS first,      -ERR no APOP,         -ERR logged in already",
        "UTF8,              -ERR not understood,  -ERR not understood,  -ERR not understood",
        "'',                -ERR not understood,  -ERR not understood,  -ERR not understood",
        "stat,              -ERR log in first,    -ERR log in first,    +OK 3 ",
        "QUIT,              +OK,                  +OK,                  +OK",
    })
    void every_command_in_every_state(String command, String clear, String tls, String transaction) {
        assertThat(in("clear").say(command)).as("in clear").startsWith(clear);
        assertThat(in("tls").say(command)).as("with TLS").startsWith(tls);
        assertThat(in("in").say(command)).as("logged in").startsWith(transaction);
    }

    @Test
    void nobody_logs_in_in_clear_and_no_password_is_looked_at() {
        Dialogue dialogue = begun(false);
        dialogue.say("USER alice");
        assertThat(dialogue.say("PASS " + FakeDesk.PASSWORD)).startsWith("-ERR");
        assertThat(dialogue.say("AUTH PLAIN " + PLAIN)).startsWith("-ERR");
        assertThat(desk.looks).isZero();
        assertThat(dialogue.say("CAPA")).contains("STLS\r\n").doesNotContain("USER", "SASL");
    }

    @Test
    void behind_stls_all_begins_anew() {
        Dialogue dialogue = begun(false);
        assertThat(dialogue.say("STLS")).isEqualTo("+OK\r\n");
        assertThat(dialogue.wantsTls()).isTrue();
        dialogue.secured();
        assertThat(dialogue.say("CAPA")).contains("USER\r\nSASL PLAIN\r\n").doesNotContain("STLS");
        assertThat(dialogue.say("PASS " + FakeDesk.PASSWORD)).startsWith("-ERR USER first");
        dialogue.say("USER alice");
        assertThat(dialogue.say("PASS " + FakeDesk.PASSWORD)).isEqualTo("+OK 3 messages\r\n");
        assertThat(dialogue.say("CAPA")).doesNotContain("STLS", "SASL");
    }

    @Test
    void passwords_come_with_user_and_pass_or_sasl_in_one_line_or_two() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("AUTH PLAIN")).isEqualTo("+ \r\n");
        assertThat(dialogue.say(plain("alice", "alice", FakeDesk.PASSWORD))).isEqualTo("+OK 3 messages\r\n");
        assertThat(desk.passwords).allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "=", "!!!!", "QUJD", "AGFsaWNl"})
    void what_is_no_proof_is_not_looked_at(String proof) {
        Dialogue dialogue = begun(true);
        dialogue.say("AUTH PLAIN");
        assertThat(dialogue.say(proof)).startsWith("-ERR not understood");
        assertThat(desk.looks).isZero();
        assertThat(dialogue.say("AUTH PLAIN " + plain("bob", "alice", FakeDesk.PASSWORD)))
                .as("for somebody else")
                .startsWith("-ERR");
        assertThat(desk.looks).isZero();
    }

    @Test
    void a_wrong_password_and_a_wrong_name_are_one_and_the_third_ends_it() {
        Dialogue dialogue = begun(true);
        String wrong = dialogue.say("AUTH PLAIN " + plain("", "alice", "x"));
        assertThat(wrong).startsWith("-ERR [AUTH]");
        assertThat(dialogue.say("AUTH PLAIN " + plain("", "eve", "x"))).isEqualTo(wrong);
        assertThat(dialogue.isOver()).isFalse();
        assertThat(dialogue.say("AUTH PLAIN " + plain("", "wait", "x")))
                .isEqualTo("-ERR [LOGIN-DELAY] wait 7 seconds\r\n");
        assertThat(dialogue.isOver()).isTrue();
        assertThat(dialogue.say("AUTH PLAIN " + PLAIN)).isEmpty();
        assertThat(desk.looks).isEqualTo(3);
    }

    @Test
    void who_has_too_many_sessions_is_told() {
        Dialogue dialogue = begun(true);
        dialogue.sessions = 0;
        assertThat(dialogue.say("AUTH PLAIN " + PLAIN)).startsWith("-ERR [IN-USE]");
        assertThat(dialogue.isLoggedIn()).isFalse();
        assertThat(dialogue.say("STAT")).startsWith("-ERR log in first");
    }

    @Test
    void who_does_not_log_in_has_so_many_commands() {
        Dialogue dialogue = begun(true);
        for (int i = 0; i < 64; i++) {
            assertThat(dialogue.say("CAPA")).startsWith("+OK");
        }
        assertThat(dialogue.say("CAPA")).isEqualTo("-ERR log in\r\n");
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void sizes_are_those_of_what_comes() {
        Dialogue dialogue = loggedIn();
        List<String> list = dialogue.say("LIST").lines().toList();
        assertThat(list).hasSize(5).startsWith("+OK").endsWith(".");
        long all = 0;
        for (int number = 1; number <= 3; number++) {
            String mail = dialogue.say("RETR " + number);
            int size = mail.substring(mail.indexOf('\n') + 1, mail.length() - ".\r\n".length())
                    .getBytes(UTF_8)
                    .length;
            assertThat(list.get(number)).isEqualTo(number + " " + size);
            assertThat(mail).startsWith("+OK " + size + " octets\r\nFrom: ").endsWith("\r\n.\r\n");
            all += size;
        }
        assertThat(dialogue.say("STAT")).isEqualTo("+OK 3 " + all + "\r\n");
        assertThat(dialogue.say("RETR 1")).contains("Content-Transfer-Encoding: base64");
        assertThat(dialogue.say("RETR 3")).contains("does not allow").doesNotContain("base64");
    }

    @Test
    void who_retrieves_a_mail_has_seen_it_and_who_looks_at_its_top_has_not() {
        Dialogue dialogue = loggedIn();
        assertThat(dialogue.say("TOP 2 4"))
                .contains("Message-Context: voice-message\r\n")
                .endsWith(String.join(
                        "\r\n",
                        "",
                        "",
                        "--=_ssms_0123456789abcdefghjkmn0002_1",
                        "Content-Type: multipart/alternative; boundary=\"=_ssms_0123456789abcdefghjkmn0002_2\"",
                        "Content-Transfer-Encoding: 8bit",
                        "",
                        ".",
                        ""));
        assertThat(desk.deeds).isEmpty();
        dialogue.say("RETR 2");
        assertThat(desk.deeds).containsExactly("seen 2");
    }

    @Test
    void what_is_deleted_is_deleted_at_the_end_and_only_by_quit() {
        Dialogue dialogue = loggedIn();
        dialogue.say("DELE 1");
        dialogue.say("DELE 3");
        assertThat(dialogue.say("DELE 1")).startsWith("-ERR");
        assertThat(dialogue.say("RETR 1")).startsWith("-ERR");
        assertThat(dialogue.say("TOP 1 0")).startsWith("-ERR");
        assertThat(dialogue.say("UIDL")).isEqualTo("+OK\r\n2 4711.2\r\n.\r\n");
        assertThat(dialogue.say("STAT")).startsWith("+OK 1 ");
        dialogue.say("RSET");
        assertThat(dialogue.say("STAT")).startsWith("+OK 3 ");
        dialogue.say("DELE 2");
        assertThat(desk.deeds).isEmpty();
        assertThat(dialogue.say("QUIT")).isEqualTo("+OK\r\n");
        assertThat(dialogue.isOver()).isTrue();
        assertThat(desk.deeds).containsExactly("delete 2");
    }

    @Test
    void a_mail_that_is_gone_meanwhile_is_gone() {
        Dialogue dialogue = loggedIn();
        desk.held.remove(1);
        assertThat(dialogue.say("RETR 2")).startsWith("-ERR no such message");
        assertThat(dialogue.say("RETR 3")).startsWith("+OK");
    }

    @Test
    void while_the_mailbox_cannot_be_asked_everything_is_to_be_tried_later() {
        Dialogue dialogue = loggedIn();
        dialogue.say("DELE 1");
        desk.isAway = true;
        assertThat(dialogue.say("RETR 2")).startsWith("-ERR [SYS/TEMP]");
        assertThat(dialogue.isOver()).isFalse();
        assertThat(dialogue.say("QUIT")).startsWith("-ERR [SYS/TEMP]");
        assertThat(dialogue.isOver()).isTrue();
        Dialogue other = begun(true);
        assertThat(other.say("AUTH PLAIN " + PLAIN)).startsWith("-ERR [SYS/TEMP]");
        assertThat(other.isOver()).isTrue();
    }

    @Test
    void an_account_that_is_disabled_is_let_go_within_a_second() {
        Dialogue dialogue = loggedIn();
        desk.isGood = false;
        desk.seconds = 1;
        assertThat(dialogue.say("RETR 1")).startsWith("-ERR the account has changed");
        assertThat(dialogue.isOver()).isTrue();
        assertThat(desk.deeds).isEmpty();
    }

    @Test
    void a_line_that_is_too_long_ends_it() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("x".repeat(2000))).startsWith("-ERR");
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void commands_may_come_several_at_once() {
        Dialogue dialogue = begun(true);
        String commands = "USER alice\r\nPASS " + FakeDesk.PASSWORD + "\r\nSTAT\r\nQUIT\r\nSTAT\r\n";
        assertThat(dialogue.send(commands.getBytes(UTF_8)))
                .matches("\\+OK\r\n\\+OK 3 messages\r\n\\+OK 3 [0-9]+\r\n\\+OK\r\n");
    }
}
