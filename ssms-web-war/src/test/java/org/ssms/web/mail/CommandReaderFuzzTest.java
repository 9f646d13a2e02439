package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.web.mail.CommandReader.Event;
import org.ssms.web.mail.CommandReader.Limits;

/**
 * Commands with any octets in them, cut anywhere: they come out as they went in, and nothing longer than is allowed.
 */
class CommandReaderFuzzTest {
    private static final int LINES = 100_000;
    private static final Limits LIMITS = new Limits(200, 100, 400, 500);
    private static final String[] WORDS = {
        "a", " ", "{", "}", "+", "3", "{3}", "{3+}", "{99999}", "{0}", "\r", "\"", "\\", "LOGIN", "(", ")", "*",
        "\u00ff"
    };

    private record Sent(String octets, List<String> commands) {}

    /** Well-formed commands, some with literals. */
    private static Sent commands(Random random) {
        StringBuilder octets = new StringBuilder();
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StringBuilder command = new StringBuilder(word(random, 30));
            for (int literals = random.nextInt(3); literals > 0; literals--) {
                int length = random.nextInt(40);
                command.append('{')
                        .append(length)
                        .append(random.nextBoolean() ? "+" : "")
                        .append("}\r\n");
                for (int j = 0; j < length; j++) {
                    command.append((char) random.nextInt(256));
                }
                command.append(word(random, 20));
            }
            commands.add(command.toString());
            octets.append(command).append("\r\n");
        }
        return new Sent(octets.toString(), commands);
    }

    /** Ends with no brace. */
    private static String word(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(longest); length > 0; length--) {
            word.append((char) (' ' + random.nextInt(0x5b))); // no brace among them
        }
        return word.append('.').toString();
    }

    @Test
    void commands_come_out_as_they_went_in_however_they_are_cut() {
        Random random = new Random(20_261_128);
        for (int sent = 0; sent < LINES / 20; sent++) {
            Sent some = commands(random);
            byte[] octets = some.octets.getBytes(ISO_8859_1);
            CommandReader reader = new CommandReader(true, LIMITS);
            List<String> read = new ArrayList<>();
            int at = 0;
            while (at < octets.length) {
                int length = Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 500));
                ByteBuffer in = ByteBuffer.wrap(octets, at, length);
                at += length;
                for (Event event = reader.take(in); event != Event.MORE; event = reader.take(in)) {
                    if (event == Event.LITERAL) {
                        reader.accept();
                    } else {
                        assertThat(event).isEqualTo(Event.COMMAND);
                        read.add(reader.command().text(0, reader.command().length()));
                        reader.done();
                    }
                }
            }
            assertThat(read).isEqualTo(some.commands);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void junk_is_read_or_refused_and_never_longer_than_is_allowed(long seed) {
        Random random = new Random(seed);
        CommandReader reader = new CommandReader(true, LIMITS);
        int broken = 0;
        int whole = 0;
        for (int i = 0; i < LINES / 4; i++) {
            StringBuilder junk = new StringBuilder();
            for (int words = random.nextInt(20); words > 0; words--) {
                junk.append(
                        random.nextInt(50) == 0
                                ? "x".repeat(random.nextInt(300))
                                : WORDS[random.nextInt(WORDS.length)]);
            }
            if (random.nextInt(100) == 0) {
                junk.append('\0');
            }
            ByteBuffer in = ByteBuffer.wrap(junk.append("\r\n").toString().getBytes(ISO_8859_1));
            Event event = reader.take(in);
            while (event != Event.MORE && event != Event.BROKEN) {
                whole++;
                assertThat(reader.command().length()).isLessThanOrEqualTo(LIMITS.command());
                if (event == Event.LITERAL && reader.fits() && random.nextBoolean()) {
                    reader.accept();
                } else {
                    reader.done();
                }
                event = reader.take(in);
            }
            if (event == Event.BROKEN) {
                broken++;
                reader = new CommandReader(true, LIMITS);
            }
        }
        assertThat(broken).isGreaterThan(100);
        assertThat(whole).isGreaterThan(LINES / 16);
    }
}
