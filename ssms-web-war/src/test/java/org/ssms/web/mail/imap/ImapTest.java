package org.ssms.web.mail.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.web.mail.Dialogue;
import org.ssms.web.mail.FakeDesk;

class ImapTest {
    private static final String PLAIN =
            Base64.getEncoder().encodeToString(("\0alice\0" + FakeDesk.PASSWORD).getBytes(UTF_8));
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]+)}\r\n");

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

    private Dialogue begun(boolean isSecured) {
        Dialogue dialogue = new Dialogue(isSecured, client -> new Imap(desk, client, Duration.ofMinutes(30)));
        assertThat(dialogue.greet()).startsWith("* OK [CAPABILITY IMAP4rev1 ");
        return dialogue;
    }

    private Dialogue loggedIn() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("a0 AUTHENTICATE PLAIN " + PLAIN)).startsWith("a0 OK [CAPABILITY IMAP4rev1 ");
        return dialogue;
    }

    private Dialogue selected() {
        Dialogue dialogue = loggedIn();
        assertThat(dialogue.say("a1 SELECT INBOX")).endsWith("a1 OK [READ-WRITE] done\r\n");
        return dialogue;
    }

    private Dialogue in(String state) {
        return switch (state) {
            case "clear" -> begun(false);
            case "tls" -> begun(true);
            case "in" -> loggedIn();
            default -> selected();
        };
    }

    /** Every command in every state: what stands behind the tag; a star: something is said before. */
    @ParameterizedTest(name = "{0}: {1}, {2}, {3}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CAPABILITY                    | * OK  | * OK  | * OK  | * OK",
                "NOOP                          | OK    | OK    | OK    | OK",
                "LOGOUT                        | * OK  | * OK  | * OK  | * OK",
                "STARTTLS                      | OK    | BAD   | BAD   | BAD",
                "LOGIN alice wrong             | NO [PRIVACYREQUIRED] | NO [AUTHENTICATIONFAILED] | BAD | BAD",
                "AUTHENTICATE LOGIN            | NO [PRIVACYREQUIRED] | NO    | BAD   | BAD",
                "AUTHENTICATE PLAIN =          | NO [PRIVACYREQUIRED] | BAD   | BAD   | BAD",
                "SELECT INBOX                  | BAD   | BAD   | * OK [READ-WRITE] | * OK [READ-WRITE]",
                "SELECT inbox                  | BAD   | BAD   | * OK [READ-WRITE] | * OK [READ-WRITE]",
                "SELECT Trash                  | BAD   | BAD   | NO [NONEXISTENT]  | NO [NONEXISTENT]",
                "SELECT                        | BAD   | BAD   | BAD   | BAD",
                "EXAMINE \"INBOX\"             | BAD   | BAD   | * OK [READ-ONLY]  | * OK [READ-ONLY]",
                "STATUS INBOX (MESSAGES)       | BAD   | BAD   | * OK  | * OK",
                "STATUS Trash (MESSAGES)       | BAD   | BAD   | NO [NONEXISTENT]  | NO [NONEXISTENT]",
                "STATUS INBOX (HIGHESTMODSEQ)  | BAD   | BAD   | BAD   | BAD",
                "STATUS INBOX ()               | BAD   | BAD   | BAD   | BAD",
                "LIST \"\" *                   | BAD   | BAD   | * OK  | * OK",
                "LIST \"\" Trash               | BAD   | BAD   | OK    | OK",
                "LSUB \"\" \"%\"               | BAD   | BAD   | * OK  | * OK",
                "LIST (SUBSCRIBED) \"\" *      | BAD   | BAD   | BAD   | BAD",
                "NAMESPACE                     | BAD   | BAD   | * OK  | * OK",
                "SUBSCRIBE INBOX               | BAD   | BAD   | OK    | OK",
                "SUBSCRIBE Trash               | BAD   | BAD   | NO    | NO",
                "UNSUBSCRIBE INBOX             | BAD   | BAD   | OK    | OK",
                "CREATE Trash                  | BAD   | BAD   | NO [CANNOT] | NO [CANNOT]",
                "DELETE INBOX                  | BAD   | BAD   | NO [CANNOT] | NO [CANNOT]",
                "RENAME INBOX b                | BAD   | BAD   | NO [CANNOT] | NO [CANNOT]",
                "APPEND INBOX {3}              | NO [PRIVACYREQUIRED] | + | NO [CANNOT] | NO [CANNOT]",
                "IDLE                          | BAD   | BAD   | +     | +",
                "CHECK                         | BAD   | BAD   | BAD select first | OK",
                "CLOSE                         | BAD   | BAD   | BAD select first | OK",
                "UNSELECT                      | BAD   | BAD   | BAD select first | OK",
                "EXPUNGE                       | BAD   | BAD   | BAD select first | OK",
                "UID EXPUNGE 1:*               | BAD   | BAD   | BAD select first | OK",
                "UID CHECK                     | BAD   | BAD   | BAD   | BAD",
                "SEARCH ALL                    | BAD   | BAD   | BAD select first | * OK",
                "UID SEARCH ALL                | BAD   | BAD   | BAD select first | * OK",
                "FETCH 1 FLAGS                 | BAD   | BAD   | BAD select first | * OK",
                "UID FETCH 1 FLAGS             | BAD   | BAD   | BAD select first | * OK",
                "FETCH 9 FLAGS                 | BAD   | BAD   | BAD select first | OK",
                "FETCH 0 FLAGS                 | BAD   | BAD   | BAD select first | BAD",
                "FETCH 1 MODSEQ                | BAD   | BAD   | BAD select first | BAD",
                "FETCH 1 (ALL)                 | BAD   | BAD   | BAD select first | BAD",
                "FETCH 1 BODY[1.2.3.4.5.6.7.8.9] | BAD | BAD   | BAD select first | BAD",
                "FETCH 1 BODY[]<0.0>           | BAD   | BAD   | BAD select first | BAD",
                "STORE 1 FLAGS ()              | BAD   | BAD   | BAD select first | * OK",
                "STORE 1 KEYWORDS (a)          | BAD   | BAD   | BAD select first | BAD",
                "COPY 1 Trash                  | BAD   | BAD   | BAD select first | NO [CANNOT]",
                "UID COPY 1 Trash              | BAD   | BAD   | BAD select first | NO [CANNOT]",
                "MOVE 1 Trash                  | BAD   | BAD   | BAD   | BAD",
                "ENABLE CONDSTORE              | BAD   | BAD   | BAD   | BAD",
                "''                            | BAD   | BAD   | BAD   | BAD",
            })
    void every_command_in_every_state(String command, String clear, String tls, String in, String selected) {
        String[] states = {"clear", "tls", "in", "selected"};
        String[] expected = {clear, tls, in, selected};
        for (int i = 0; i < states.length; i++) {
            String answer = in(states[i]).say("t1 " + command);
            String wanted = expected[i];
            if (wanted.startsWith("* ")) {
                assertThat(answer).as(states[i]).startsWith("* ").contains("\r\nt1 " + wanted.substring(2));
            } else if (wanted.equals("+")) {
                assertThat(answer).as(states[i]).startsWith("+ ").doesNotContain("t1");
            } else {
                assertThat(answer).as(states[i]).startsWith("t1 " + wanted);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "+ NOOP", "(a NOOP", "a", "{5}x NOOP", "\" NOOP"})
    void what_is_no_command_is_bad(String line) {
        assertThat(begun(true).say(line)).matches("(?s)(\\*|a) BAD .*");
    }

    @Test
    void what_is_bad_is_said_in_one_line() {
        assertThat(loggedIn().say("a LIST \"\" {2} x")).matches("a BAD [^\r\n]*\r\n");
    }

    @Test
    void nobody_logs_in_in_clear_and_no_password_is_looked_at_or_asked_for() {
        Dialogue dialogue = begun(false);
        assertThat(dialogue.say("a LOGIN alice \"" + FakeDesk.PASSWORD + "\"")).startsWith("a NO [PRIVACYREQUIRED]");
        assertThat(dialogue.say("b AUTHENTICATE PLAIN " + PLAIN)).startsWith("b NO [PRIVACYREQUIRED]");
        assertThat(dialogue.say("c LOGIN alice {10}")).startsWith("c NO [PRIVACYREQUIRED]");
        assertThat(desk.looks).isZero();
        assertThat(dialogue.say("d CAPABILITY"))
                .contains(" STARTTLS LOGINDISABLED\r\n")
                .doesNotContain("AUTH=");
        assertThat(dialogue.say("e STARTTLS")).isEqualTo("e OK begin\r\n");
        assertThat(dialogue.wantsTls()).isTrue();
        dialogue.secured();
        assertThat(dialogue.say("f CAPABILITY"))
                .contains(" AUTH=PLAIN SASL-IR\r\n")
                .doesNotContain("STARTTLS");
    }

    @Test
    void names_and_passwords_come_as_words_strings_or_literals() {
        assertThat(begun(true).say("a LOGIN alice \"" + FakeDesk.PASSWORD + "\""))
                .startsWith("a OK");
        String literal = "a LOGIN \"alice\" {10+}\r\n" + FakeDesk.PASSWORD;
        assertThat(begun(true).say(literal)).startsWith("a OK");
        Dialogue asked = begun(true);
        assertThat(asked.say("a LOGIN {5}")).isEqualTo("+ go on\r\n");
        assertThat(asked.say("alice {10}")).isEqualTo("+ go on\r\n");
        assertThat(asked.say(FakeDesk.PASSWORD)).startsWith("a OK");
        Dialogue sasl = begun(true);
        assertThat(sasl.say("a AUTHENTICATE plain")).isEqualTo("+ \r\n");
        assertThat(sasl.say(PLAIN)).startsWith("a OK");
        assertThat(desk.passwords)
                .hasSize(4)
                .allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a LOGIN alice",
                "a LOGIN alice x y",
                "a LOGIN alice \"x",
                "a LOGIN alice \"a\\b\"",
                "a LOGIN {2+}\r\na\0 x",
                "a LOGIN {1+}\r\n\u00ff x",
                "a LOGIN ali(ce x",
                "a LOGIN alice {1+}\r\n\u00ff"
            })
    void what_is_no_name_and_password_is_not_looked_at(String command) {
        assertThat(begun(true).send((command + "\r\n").getBytes(ISO_8859_1))).startsWith("a BAD");
        assertThat(desk.looks).isZero();
    }

    @Test
    void the_third_mistake_ends_it() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("a LOGIN alice x")).startsWith("a NO [AUTHENTICATIONFAILED]");
        assertThat(dialogue.say("b LOGIN wait x")).isEqualTo("b NO [UNAVAILABLE] wait 7 seconds\r\n");
        assertThat(dialogue.isOver()).isFalse();
        assertThat(dialogue.say("c LOGIN eve x")).startsWith("* BYE too many mistakes\r\nc NO [AUTHENTICATIONFAILED] ");
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void who_has_too_many_sessions_is_told() {
        Dialogue dialogue = begun(true);
        dialogue.sessions = 0;
        assertThat(dialogue.say("a AUTHENTICATE PLAIN " + PLAIN)).startsWith("a NO [LIMIT]");
        assertThat(dialogue.say("b SELECT INBOX")).startsWith("b BAD log in first");
    }

    @Test
    void a_folder_that_is_selected_is_described() {
        desk.held.get(0).isSeen = true;
        assertThat(loggedIn().say("a SELECT INBOX").lines())
                .containsExactly(
                        "* FLAGS (\\Seen \\Deleted)",
                        "* 3 EXISTS",
                        "* 0 RECENT",
                        "* OK [UNSEEN 2] the first new one",
                        "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] those are kept",
                        "* OK [UIDVALIDITY 4711] they are given once",
                        "* OK [UIDNEXT 4] the next one, or a greater one",
                        "a OK [READ-WRITE] done");
        assertThat(loggedIn().say("a EXAMINE INBOX")).contains("* OK [PERMANENTFLAGS ()]");
        assertThat(loggedIn().say("a STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)"))
                .startsWith("* STATUS INBOX (MESSAGES 3 RECENT 0 UIDNEXT 4 UIDVALIDITY 4711 UNSEEN 2)\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"\" *', true",
        "'\"\" %', true",
        "'\"\" INBOX', true",
        "'\"\" inb%', true",
        "'\"\" I*X', true",
        "'\"\" *N*B*', true",
        "'IN BOX', true",
        "'\"\" INBOX*', true",
        "'\"\" INBOX/%', false",
        "'\"\" %/%', false",
        "'Mail/ %', false",
        "'\"\" INBO', false",
    })
    void there_is_one_folder_in_every_list(String arguments, boolean isListed) {
        assertThat(loggedIn().say("a LIST " + arguments).contains("* LIST (\\HasNoChildren) \"/\" INBOX\r\n"))
                .isEqualTo(isListed);
    }

    @Test
    void a_pattern_of_many_wildcards_costs_little() {
        String pattern = "*%".repeat(2000) + "Y";
        assertThat(loggedIn().say("a LIST \"\" \"" + pattern + "\"")).isEqualTo("a OK done\r\n");
        assertThat(loggedIn().say("a LIST \"\" \"\"")).startsWith("* LIST (\\Noselect) \"/\" \"\"\r\n");
    }

    /** The octets of the one literal in an answer. */
    private static String literal(String answer) {
        Matcher literal = LITERAL.matcher(answer);
        assertThat(literal.find()).as(answer).isTrue();
        byte[] rest = answer.substring(literal.end()).getBytes(UTF_8);
        int length = Integer.parseInt(literal.group(1));
        assertThat(rest.length).isGreaterThan(length);
        return new String(rest, 0, length, UTF_8);
    }

    @Test
    void sizes_and_sections_agree() {
        Dialogue dialogue = selected();
        String whole = literal(dialogue.say("a FETCH 2 BODY.PEEK[]"));
        assertThat(dialogue.say("a FETCH 2 RFC822.SIZE"))
                .isEqualTo("* 2 FETCH (RFC822.SIZE " + whole.getBytes(UTF_8).length + ")\r\na OK done\r\n");
        String head = literal(dialogue.say("a FETCH 2 RFC822.HEADER"));
        assertThat(head + literal(dialogue.say("a FETCH 2 BODY.PEEK[TEXT]"))).isEqualTo(whole);
        assertThat(literal(dialogue.say("a FETCH 2 BODY.PEEK[2]<78.100>")))
                .isEqualTo(literal(dialogue.say("a FETCH 2 BODY.PEEK[2]")).substring(78, 178));
        assertThat(dialogue.say("a FETCH 2 BODY.PEEK[]<1000000.5>")).contains("BODY[]<1000000> {0}\r\n)");
        assertThat(dialogue.say("a FETCH 2 (BODY.PEEK[4] BODY.PEEK[1.HEADER])"))
                .startsWith("* 2 FETCH (BODY[4] NIL BODY[1.HEADER] NIL)\r\n");
        assertThat(dialogue.say("a FETCH 2 BODY.PEEK[HEADER.FIELDS (subject \"To\" x-none)]"))
                .contains("BODY[HEADER.FIELDS (subject To x-none)] {")
                .contains("}\r\nTo: alice@localhost\r\nSubject: Voice message, 0:12 min\r\n\r\n)\r\n");
        assertThat(literal(dialogue.say("a FETCH 2 BODY.PEEK[HEADER.FIELDS.NOT (Subject To)]")))
                .contains("From: ")
                .doesNotContain("Subject", "To:");
        assertThat(desk.deeds).isEmpty();
    }

    @Test
    void the_structure_says_how_long_the_parts_are() {
        Dialogue dialogue = selected();
        String structure = dialogue.say("a FETCH 1 BODYSTRUCTURE");
        int file = literal(dialogue.say("a FETCH 1 BODY.PEEK[2]")).length();
        String text = literal(dialogue.say("a FETCH 1 BODY.PEEK[1.1]"));
        assertThat(structure)
                .contains("(\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" " + text.getBytes(UTF_8).length
                        + " " + text.lines().count() + " NIL NIL NIL NIL)")
                .contains("\"alternative\" (\"boundary\" \"=_ssms_0123456789abcdefghjkmn0001_2\") NIL NIL NIL)")
                .contains("(\"audio\" \"mp4\" (\"name\" \"0123456789abcdefghjkmn0001.mp4\") NIL NIL \"base64\" " + file
                        + " NIL (\"attachment\" (\"voice\" \"Voice-Message\" \"filename\""
                        + " \"0123456789abcdefghjkmn0001.mp4\")) NIL NIL)")
                .contains(" \"voice-message\" (\"version\" \"2.0\" \"boundary\""
                        + " \"=_ssms_0123456789abcdefghjkmn0001_1\") NIL NIL NIL)");
        assertThat(structure.chars().filter(c -> c == '(').count())
                .isEqualTo(structure.chars().filter(c -> c == ')').count());
        assertThat(dialogue.say("a FETCH 3 BODY"))
                .contains("\"alternative\")(\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" ")
                .contains(") \"voice-message\"))\r\n");
        assertThat(dialogue.say("a FETCH 1 (ENVELOPE INTERNALDATE)"))
                .startsWith("* 1 FETCH (ENVELOPE (\"Sat, 28 Nov 2026 12:00:01 +0000\" \"Voice message, 0:12 min\""
                        + " ((NIL NIL \"voicemail\" \"localhost\")) ((NIL NIL \"voicemail\" \"localhost\"))"
                        + " ((NIL NIL \"voicemail\" \"localhost\")) ((NIL NIL \"alice\" \"localhost\")) NIL NIL NIL"
                        + " \"<0123456789abcdefghjkmn0001=alice=voice@localhost>\")"
                        + " INTERNALDATE \"28-Nov-2026 12:00:01 +0000\")\r\n");
        assertThat(dialogue.say("a FETCH 1 FULL")).contains("FLAGS ()", "ENVELOPE (", "BODY (((\"text\"");
    }

    @Test
    void who_reads_a_mail_has_seen_it_unless_he_peeks_or_only_examines() {
        Dialogue dialogue = selected();
        assertThat(dialogue.say("a FETCH 1 BODY[1.1]")).contains(" FLAGS (\\Seen))\r\na OK");
        assertThat(dialogue.say("a FETCH 1 BODY[1.1]")).doesNotContain("FLAGS");
        assertThat(dialogue.say("a UID FETCH 2 (FLAGS RFC822)")).startsWith("* 2 FETCH (UID 2 FLAGS (\\Seen) RFC822 {");
        assertThat(desk.deeds).containsExactly("seen 1", "seen 2");
        Dialogue examined = loggedIn();
        examined.say("a EXAMINE INBOX");
        assertThat(examined.say("b FETCH 3 BODY[]")).doesNotContain("FLAGS");
        assertThat(examined.say("b STORE 3 +FLAGS (\\Seen)")).startsWith("b NO");
        assertThat(examined.say("b EXPUNGE")).startsWith("b NO");
        assertThat(desk.deeds).hasSize(2);
    }

    @Test
    void flags_are_set_and_removed_and_others_are_passed_over() {
        Dialogue dialogue = selected();
        assertThat(dialogue.say("a STORE 1:2 +FLAGS (\\Deleted \\Flagged Junk)"))
                .isEqualTo("* 1 FETCH (FLAGS (\\Deleted))\r\n* 2 FETCH (FLAGS (\\Deleted))\r\na OK done\r\n");
        assertThat(dialogue.say("a UID STORE 2 -FLAGS \\Deleted"))
                .isEqualTo("* 2 FETCH (FLAGS () UID 2)\r\na OK done\r\n");
        assertThat(dialogue.say("a STORE 3 FLAGS.SILENT \\Seen \\deleted")).isEqualTo("a OK done\r\n");
        assertThat(dialogue.say("a FETCH * FLAGS")).startsWith("* 3 FETCH (FLAGS (\\Seen \\Deleted))\r\n");
        assertThat(dialogue.say("a STORE 3 FLAGS ()")).startsWith("* 3 FETCH (FLAGS ())\r\n");
        assertThat(desk.deeds).containsExactly("mark 1", "mark 2", "unmark 2", "seen 3", "mark 3", "new 3", "unmark 3");
    }

    @Test
    void what_is_marked_is_deleted_by_expunge_and_close_alone() {
        desk.add(20, true);
        Dialogue dialogue = selected();
        dialogue.say("a STORE 1,3:4 +FLAGS.SILENT (\\Deleted)");
        assertThat(dialogue.say("a UID EXPUNGE 2:3")).isEqualTo("* 3 EXPUNGE\r\na OK done\r\n");
        assertThat(dialogue.say("a EXPUNGE")).isEqualTo("* 3 EXPUNGE\r\n* 1 EXPUNGE\r\na OK done\r\n");
        assertThat(dialogue.say("a FETCH 1:* UID")).isEqualTo("* 1 FETCH (UID 2)\r\na OK done\r\n");
        dialogue.say("a STORE 1 +FLAGS.SILENT (\\Deleted)");
        assertThat(dialogue.say("a UNSELECT")).isEqualTo("a OK done\r\n");
        assertThat(desk.deeds.stream().filter(deed -> deed.startsWith("delete")))
                .containsExactly("delete 3", "delete 1", "delete 4");
        dialogue.say("a SELECT INBOX");
        assertThat(dialogue.say("a CLOSE")).isEqualTo("a OK done\r\n");
        assertThat(desk.deeds).endsWith("delete 2");
        assertThat(dialogue.say("a FETCH 1 FLAGS")).startsWith("a BAD select first");
    }

    @Test
    void what_another_client_has_unmarked_is_not_deleted_and_what_it_has_marked_is() {
        Dialogue dialogue = selected();
        dialogue.say("a STORE 1 +FLAGS.SILENT (\\Deleted)");
        Dialogue other = selected();
        other.say("a STORE 1 -FLAGS.SILENT (\\Deleted)");
        assertThat(dialogue.say("a EXPUNGE")).isEqualTo("a OK done\r\n");
        other.say("a STORE 2 +FLAGS.SILENT (\\Deleted)");
        assertThat(dialogue.say("a UID EXPUNGE 1,3")).isEqualTo("a OK done\r\n");
        assertThat(dialogue.say("a EXPUNGE")).isEqualTo("* 2 EXPUNGE\r\na OK done\r\n");
        dialogue.say("a STORE 1 +FLAGS.SILENT (\\Deleted)");
        assertThat(dialogue.say("a EXPUNGE")).isEqualTo("* 1 EXPUNGE\r\na OK done\r\n");
        assertThat(desk.deeds).containsExactly("mark 1", "unmark 1", "mark 2", "delete 2", "mark 1", "delete 1");
    }

    @Test
    void what_another_client_has_made_new_is_heard_again_when_this_one_says_so() {
        Dialogue dialogue = selected();
        dialogue.say("a STORE 1:2 +FLAGS.SILENT (\\Seen)");
        Dialogue other = selected();
        other.say("a STORE 1:2 -FLAGS.SILENT (\\Seen)");
        dialogue.say("a STORE 1 +FLAGS.SILENT (\\Seen)");
        assertThat(dialogue.say("a FETCH 2 BODY[1.1]")).doesNotContain("FLAGS");
        assertThat(desk.held).extracting(one -> one.isSeen).containsExactly(true, true, false);
        assertThat(desk.deeds).containsExactly("seen 1", "seen 2", "new 1", "new 2", "seen 1", "seen 2");
    }

    @Test
    void numbers_change_only_where_they_may() {
        Dialogue dialogue = selected();
        desk.held.remove(0);
        desk.add(30, true);
        desk.held.get(0).isSeen = true;
        assertThat(dialogue.say("a FETCH 1 BODY.PEEK[1.1]")).startsWith("a NO [EXPUNGEISSUED]");
        assertThat(dialogue.say("a UID FETCH 1 BODY.PEEK[1.1]")).isEqualTo("a OK done\r\n");
        assertThat(dialogue.say("a UID FETCH 1:2 BODY.PEEK[1.1]"))
                .startsWith("* 2 FETCH (UID 2 ")
                .endsWith("a OK done\r\n");
        assertThat(dialogue.say("a FETCH 1:3 UID")).contains("* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)");
        assertThat(dialogue.say("a SEARCH ALL")).startsWith("* SEARCH 1 2 3\r\n");
        assertThat(dialogue.say("a NOOP"))
                .isEqualTo("* 1 EXPUNGE\r\n* 1 FETCH (FLAGS (\\Seen) UID 2)\r\n* 3 EXISTS\r\na OK done\r\n");
        assertThat(dialogue.say("a NOOP")).isEqualTo("a OK done\r\n");
    }

    @Test
    void who_listens_is_told_at_once_and_nobody_else() {
        Dialogue dialogue = selected();
        desk.add(30, true);
        assertThat(dialogue.wake(true)).isEmpty();
        assertThat(dialogue.say("a IDLE")).isEqualTo("* 4 EXISTS\r\n+ listening\r\n");
        desk.add(30, true);
        assertThat(dialogue.wake(false)).isEmpty();
        assertThat(dialogue.wake(true)).isEqualTo("* 5 EXISTS\r\n");
        desk.isAway = true;
        assertThat(dialogue.wake(true)).isEmpty();
        desk.isAway = false;
        desk.held.clear();
        assertThat(dialogue.wake(true)).startsWith("* 5 EXPUNGE\r\n* 4 EXPUNGE\r\n");
        assertThat(dialogue.say("done")).isEqualTo("a OK done\r\n");
        assertThat(dialogue.say("b IDLE")).startsWith("+ ");
        assertThat(dialogue.say("c NOOP")).startsWith("b BAD");
        assertThat(dialogue.say("c NOOP")).isEqualTo("c OK done\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALL | 1 2 3",
                "2:* | 2 3",
                "UID 3 | 3",
                "SEEN | 1",
                "UNSEEN | 2 3",
                "NEW | ''",
                "OLD | 1 2 3",
                "DELETED | 2",
                "UNDELETED | 1 3",
                "NOT SEEN | 2 3",
                "OR SEEN DELETED | 1 2",
                "(SEEN UNDELETED) | 1",
                "UNSEEN UNDELETED | 3",
                "NOT (OR SEEN DELETED) | 3",
                "FLAGGED | ''",
                "UNFLAGGED | 1 2 3",
                "KEYWORD x | ''",
                "UNKEYWORD x | 1 2 3",
                "SUBJECT VOICE | 1 2 3",
                "FROM alice | ''",
                "TO alice | 1 2 3",
                "TEXT sip:bob | 1 2 3",
                "BODY voicemail@ | ''",
                "TEXT voicemail@ | 1 2 3",
                "BODY \"does not allow\" | 3",
                "HEADER Sensitivity priv | 1 2 3",
                "HEADER Message-ID 0002 | 2",
                "HEADER X-None \"\" | ''",
                "LARGER 5000 | 2",
                "SMALLER 5000 | 1 3",
                "SINCE 28-Nov-2026 | 1 2 3",
                "BEFORE 28-Nov-2026 | ''",
                "ON \"28-nov-2026\" | 1 2 3",
                "SENTSINCE 1-Dec-2026 | ''",
                "SENTBEFORE 1-Dec-2026 | 1 2 3",
                "CHARSET utf-8 ALL | 1 2 3",
                "CC x | ''"
            })
    void mails_are_found(String keys, String numbers) {
        desk.held.get(0).isSeen = true;
        desk.held.get(1).isMarked = true;
        String found = numbers.isEmpty() ? "" : " " + numbers;
        assertThat(selected().say("a SEARCH " + keys)).isEqualTo("* SEARCH" + found + "\r\na OK done\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BLAH",
                "NOT",
                "OR SEEN",
                "(SEEN",
                "SEEN)",
                "UID x",
                "SINCE 31-Feb-2026",
                "SINCE yesterday",
                "LARGER x",
                "HEADER Subject",
                "1:",
                "1,,2",
                "0",
                "99999999999",
                "SEEN  SEEN",
                "CHARSET utf-8"
            })
    void what_is_no_search_is_bad(String keys) {
        assertThat(selected().say("a SEARCH " + keys)).startsWith("a BAD");
    }

    @Test
    void searches_have_a_depth_and_a_length() {
        Dialogue dialogue = selected();
        assertThat(dialogue.say("a SEARCH " + "NOT ".repeat(10) + "ALL")).startsWith("* SEARCH 1 2 3");
        assertThat(dialogue.say("a SEARCH " + "NOT ".repeat(11) + "ALL")).startsWith("a BAD");
        assertThat(dialogue.say("a SEARCH " + "(".repeat(2000))).startsWith("a BAD");
        assertThat(dialogue.say("a SEARCH ALL" + " ALL".repeat(63))).startsWith("* SEARCH 1 2 3");
        assertThat(dialogue.say("a SEARCH ALL" + " ALL".repeat(64))).startsWith("a BAD");
        assertThat(dialogue.say("a SEARCH 1" + ",1".repeat(255))).startsWith("* SEARCH 1\r\n");
        assertThat(dialogue.say("a SEARCH 1" + ",1".repeat(256))).startsWith("a BAD");
        assertThat(dialogue.say("a SEARCH 1" + ",1".repeat(127) + " UID 1" + ",1".repeat(127)))
                .startsWith("* SEARCH 1\r\n");
        assertThat(dialogue.say("a SEARCH 1" + ",1".repeat(127) + " UID 1" + ",1".repeat(128)))
                .startsWith("a BAD");
        assertThat(dialogue.say("a SEARCH CHARSET latin-1 ALL")).startsWith("a NO [BADCHARSET (US-ASCII UTF-8)]");
        assertThat(dialogue.say("a FETCH 1 (" + "FLAGS ".repeat(64) + "FLAGS)")).startsWith("a BAD");
    }

    @Test
    void nothing_is_taken_into_the_folder_and_the_connection_goes_on() {
        Dialogue dialogue = selected();
        assertThat(dialogue.say("a APPEND INBOX {300}")).startsWith("a NO [CANNOT]");
        assertThat(dialogue.say("b APPEND INBOX {20000+}\r\n" + "x".repeat(20_000)))
                .startsWith("b NO [CANNOT]");
        assertThat(dialogue.say("c APPEND INBOX (\\Seen) {300+}\r\n" + "x".repeat(300)))
                .startsWith("c NO [CANNOT]");
        assertThat(dialogue.say("d SEARCH TEXT {9000}")).startsWith("d BAD [TOOBIG]");
        assertThat(dialogue.say("e SEARCH TEXT {9000+}\r\n" + "x".repeat(9000))).startsWith("e BAD [TOOBIG]");
        assertThat(dialogue.say("f NOOP")).isEqualTo("f OK done\r\n");
        assertThat(dialogue.say("g SEARCH TEXT {9999999999+}")).startsWith("* BYE");
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void a_literal_where_no_command_was_expected_ends_what_was_begun() {
        Dialogue dialogue = selected();
        assertThat(dialogue.say("a IDLE")).isEqualTo("+ listening\r\n");
        assertThat(dialogue.say("x y {9}")).isEqualTo("a BAD DONE was expected\r\n");
        assertThat(dialogue.say("b NOOP")).isEqualTo("b OK done\r\n");
        Dialogue stranger = begun(true);
        assertThat(stranger.say("a AUTHENTICATE PLAIN")).isEqualTo("+ \r\n");
        assertThat(stranger.say("x LOGIN {5}")).isEqualTo("a BAD not understood\r\n");
        assertThat(stranger.say("b NOOP")).isEqualTo("b OK done\r\n");
    }

    @Test
    void a_strangers_literals_are_counted_as_his_commands() {
        Dialogue dialogue = begun(true);
        for (int i = 0; i < 64; i++) {
            assertThat(dialogue.say("a x {9999}")).startsWith("a BAD [TOOBIG]");
        }
        assertThat(dialogue.say("a x {9999}")).startsWith("* BYE");
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void a_stranger_sends_no_long_literals() {
        Dialogue dialogue = begun(true);
        assertThat(dialogue.say("a LOGIN {1025}")).startsWith("a BAD [TOOBIG]");
        assertThat(dialogue.say("a LOGIN {1025+}")).startsWith("* BYE");
    }

    @Test
    void while_the_mailbox_cannot_be_asked_everything_is_to_be_tried_later() {
        Dialogue dialogue = selected();
        desk.isAway = true;
        assertThat(dialogue.say("a NOOP")).startsWith("a NO [UNAVAILABLE]");
        assertThat(dialogue.say("a STATUS INBOX (MESSAGES)")).startsWith("a NO [UNAVAILABLE]");
        assertThat(dialogue.say("b SELECT INBOX")).startsWith("b NO [UNAVAILABLE]");
        desk.isAway = false;
        dialogue.say("c SELECT INBOX");
        desk.isAway = true;
        assertThat(dialogue.say("d FETCH 1 BODY[]")).startsWith("d NO [UNAVAILABLE]");
        assertThat(dialogue.say("e STORE 1 +FLAGS \\Seen")).startsWith("e NO [UNAVAILABLE]");
        assertThat(dialogue.say("f IDLE")).startsWith("f NO [UNAVAILABLE]");
        assertThat(dialogue.say("g FETCH 1 FLAGS")).contains("g OK");
    }

    @Test
    void an_account_that_is_disabled_is_let_go() {
        Dialogue dialogue = selected();
        dialogue.say("a IDLE");
        desk.isGood = false;
        desk.seconds = 60;
        assertThat(dialogue.wake(false)).isEqualTo("* BYE the account has changed\r\n");
        assertThat(dialogue.isOver()).isTrue();
        desk.isGood = true;
        Dialogue other = selected();
        desk.isGood = false;
        desk.seconds = 120;
        assertThat(other.say("a FETCH 1 BODY[]")).isEqualTo("* BYE the account has changed\r\n");
    }

    @Test
    void an_attachment_is_the_file() throws Exception {
        String part = literal(selected().say("a FETCH 2 BODY[2]"));
        assertThat(Base64.getMimeDecoder().decode(part)).isEqualTo(Files.readAllBytes(desk.held.get(1).file));
    }
}
