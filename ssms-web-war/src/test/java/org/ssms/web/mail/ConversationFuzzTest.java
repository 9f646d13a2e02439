package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.web.mail.imap.Imap;
import org.ssms.web.mail.pop3.Pop3;

/**
 * 100,000 lines for each protocol, out of what it is made of and of what it is not: each is answered, or ends the
 * connection; nothing is thrown, nothing is deleted that was not marked, and no line of an answer is broken.
 */
class ConversationFuzzTest {
    private static final int LINES = 100_000;
    private static final String PROOF =
            Base64.getEncoder().encodeToString(("\0alice\0" + FakeDesk.PASSWORD).getBytes(UTF_8));

    private static final String[] OF_POP3 = {
        "USER",
        "PASS",
        "AUTH",
        "PLAIN",
        "STLS",
        "CAPA",
        "STAT",
        "LIST",
        "UIDL",
        "RETR",
        "TOP",
        "DELE",
        "RSET",
        "NOOP",
        "APOP",
        "alice",
        "1",
        "2",
        "0",
        "-1",
        "99999999999999999999",
        "*",
        "x",
        "\u00ff",
        "\t",
        "  ",
        "{3}"
    };
    private static final String[] OF_IMAP = {
        "SELECT",
        "EXAMINE",
        "STATUS",
        "LIST",
        "LSUB",
        "NAMESPACE",
        "SUBSCRIBE",
        "IDLE",
        "DONE",
        "APPEND",
        "CHECK",
        "CLOSE",
        "UNSELECT",
        "EXPUNGE",
        "SEARCH",
        "FETCH",
        "STORE",
        "COPY",
        "UID",
        "LOGIN",
        "AUTHENTICATE",
        "PLAIN",
        "INBOX",
        "1",
        "2:*",
        "*",
        "1:3",
        "0",
        "4294967296",
        "(",
        ")",
        "\"",
        "\"x\"",
        "{2}",
        "{2+}\r\nab",
        "\\Seen",
        "\\Deleted",
        "+FLAGS",
        "-FLAGS.SILENT",
        "FLAGS",
        "BODY[]",
        "BODY.PEEK[1.1]<0.9>",
        "BODY[2",
        "]<",
        "RFC822",
        "ENVELOPE",
        "BODYSTRUCTURE",
        "BODY[HEADER.FIELDS (",
        "NOT",
        "OR",
        "SINCE",
        "1-Jan-2026",
        "TEXT",
        "(MESSAGES UIDNEXT)",
        "%",
        "\\",
        "\u00ff",
        "+",
        "=",
        "FETCH 1:3 BODY[]",
        "STORE 1:3 FLAGS (\\Seen)"
    };

    @TempDir
    Path folder;

    private static String line(Random random, String[] words) {
        StringBuilder line = new StringBuilder();
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            line.append(words[random.nextInt(words.length)]);
            line.append(random.nextInt(8) == 0 ? "" : " ");
        }
        if (random.nextInt(4) > 0) {
            return line.toString().strip();
        }
        int at = random.nextInt(line.length());
        line.setCharAt(at, (char) (1 + random.nextInt(255)));
        return random.nextInt(100) == 0 ? line.toString().repeat(1 + random.nextInt(200)) : line.toString();
    }

    private void talk(long seed, String[] words, String prefix, String login, Function<FakeDesk, Dialogue> begin) {
        Random random = new Random(seed);
        FakeDesk desk = new FakeDesk(folder);
        for (int i = 0; i < 5; i++) {
            desk.add(200 * i + 1, i % 2 == 0);
        }
        Dialogue dialogue = begin.apply(desk);
        int answered = 0;
        for (int i = 0; i < LINES; i++) {
            if (dialogue.isOver() || dialogue.wantsTls()) {
                desk.held.clear();
                desk.uidNext = 1;
                for (int mail = 0; mail < 3; mail++) {
                    desk.add(100, true);
                }
                dialogue = begin.apply(desk);
                dialogue.greet();
                if (random.nextBoolean()) {
                    assertThat(dialogue.say(login)).contains("OK");
                }
            }
            String line = line(random, words);
            String answer = dialogue.send((prefix + line + "\r\n").getBytes(ISO_8859_1));
            answered += answer.isEmpty() ? 0 : 1;
            assertThat(answer.isEmpty() || answer.endsWith("\r\n")).as(line).isTrue();
            assertThat(answer.replace("\r\n", "").chars().filter(c -> c == '\r' || c == '\n' || c == 0))
                    .as(line)
                    .isEmpty();
        }
        assertThat(answered).isGreaterThan(LINES / 2);
        assertThat(desk.deeds).anyMatch(deed -> deed.startsWith("seen"));
    }

    @Test
    void every_line_of_pop3_has_an_answer() {
        talk(
                20_261_128,
                OF_POP3,
                "",
                "AUTH PLAIN " + PROOF,
                desk -> new Dialogue(true, client -> new Pop3(desk, client)));
    }

    @Test
    void every_line_of_imap_has_an_answer() {
        talk(
                20_261_129,
                OF_IMAP,
                "a ",
                "a AUTHENTICATE PLAIN " + PROOF + "\r\nb SELECT INBOX",
                desk -> new Dialogue(true, client -> new Imap(desk, client, Duration.ofMinutes(30))));
    }

    @Test
    void no_line_in_clear_reaches_the_accounts() {
        Random random = new Random(20_261_130);
        FakeDesk desk = new FakeDesk(folder);
        for (int i = 0; i < 2000; i++) {
            Dialogue pop3 = new Dialogue(false, client -> new Pop3(desk, client));
            Dialogue imap = new Dialogue(false, client -> new Imap(desk, client, Duration.ofMinutes(30)));
            for (int j = 0; j < 10; j++) {
                pop3.send((line(random, OF_POP3) + "\r\n").getBytes(ISO_8859_1));
                imap.send(("a " + line(random, OF_IMAP) + "\r\n").getBytes(ISO_8859_1));
            }
            assertThat(pop3.isLoggedIn() || imap.isLoggedIn()).isFalse();
        }
        assertThat(desk.looks).isZero();
    }
}
