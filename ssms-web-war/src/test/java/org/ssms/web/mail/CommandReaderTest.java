package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.web.mail.CommandReader.Event;
import org.ssms.web.mail.CommandReader.Limits;

class CommandReaderTest {
    private static final Limits LIMITS = new Limits(40, 20, 100, 1000);

    private final CommandReader reader = new CommandReader(true, LIMITS);

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    /** All events up to the end of the text; asks for literals that fit. */
    private List<String> events(String text) {
        ByteBuffer in = octets(text);
        List<String> events = new ArrayList<>();
        while (true) {
            Event event = reader.take(in);
            switch (event) {
                case COMMAND, DROPPED -> {
                    events.add(event + ":" + command());
                    reader.done();
                }
                case LITERAL -> {
                    events.add("LITERAL:" + reader.fits());
                    if (reader.fits()) {
                        reader.accept();
                    } else {
                        reader.done();
                    }
                }
                default -> {
                    events.add(event.name());
                    return events;
                }
            }
        }
    }

    private String command() {
        return reader.command().text(0, reader.command().length());
    }

    @Test
    void lines_are_commands_whatever_ends_them() {
        assertThat(events("a NOOP\r\nb\n\r\n  c \r\nrest"))
                .containsExactly("COMMAND:a NOOP", "COMMAND:b", "COMMAND:", "COMMAND:  c ", "MORE");
        assertThat(events("\r\n")).containsExactly("COMMAND:rest", "MORE");
    }

    @Test
    void a_literal_is_asked_for_and_the_command_goes_on_behind_it() {
        assertThat(events("a LOGIN {5}\r\nal\r\nx {3+}\r\n{1} y\r\nb\r\n"))
                .containsExactly("LITERAL:true", "COMMAND:a LOGIN {5}\r\nal\r\nx {3+}\r\n{1} y", "COMMAND:b", "MORE");
        assertThat(events("a {0}\r\n {0+}\r\n\r\nb\r\n"))
                .containsExactly("LITERAL:true", "COMMAND:a {0}\r\n {0+}\r\n", "COMMAND:b", "MORE");
    }

    @Test
    void octets_come_one_by_one_or_all_at_once() {
        String text = "a LOGIN {5}\r\nal\r\nx y\r\nb {3+}\r\n\r\n\r z\r\n";
        List<String> atOnce = events(text);
        List<String> oneByOne = new ArrayList<>();
        text.chars()
                .forEach(c -> events(Character.toString(c)).stream()
                        .filter(event -> !event.equals("MORE"))
                        .forEach(oneByOne::add));
        oneByOne.add("MORE");
        assertThat(oneByOne).isEqualTo(atOnce);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a {}", "a {+}", "a {-1}", "a {1x}", "a {12345678901}", "a 5}", "a {5} ", "{", "}", "a {5+ }"})
    void what_announces_no_literal_is_a_line(String line) {
        assertThat(events(line + "\r\n")).containsExactly("COMMAND:" + line, "MORE");
    }

    @Test
    void without_literals_a_line_is_a_line() {
        CommandReader lines = new CommandReader(false, LIMITS);
        assertThat(lines.take(octets("PASS {5}\r\n"))).isEqualTo(Event.COMMAND);
    }

    @Test
    void a_line_may_be_so_long_and_no_longer() {
        assertThat(events("x".repeat(38) + "\r\n")).containsExactly("COMMAND:" + "x".repeat(38), "MORE");
        assertThat(events("x".repeat(39) + "\r\n")).containsExactly("BROKEN");
        assertThat(events("a NOOP\r\n")).as("for ever").containsExactly("BROKEN");
        reader.done();
        assertThat(events("a NOOP\r\n")).containsExactly("BROKEN");
    }

    @Test
    void all_lines_and_literals_of_a_command_together_may_be_so_long_and_no_longer() {
        String some = "a {20}\r\n" + "x".repeat(20);
        assertThat(events(some + " {20}\r\n" + "x".repeat(20) + " {20}\r\n" + "x".repeat(20) + " {20}\r\n"))
                .containsExactly("LITERAL:true", "LITERAL:true", "LITERAL:true", "LITERAL:false", "MORE");
    }

    @Test
    void a_literal_that_is_too_long_is_not_asked_for() {
        assertThat(events("a APPEND INBOX {21}\r\nb NOOP\r\n"))
                .containsExactly("LITERAL:false", "COMMAND:b NOOP", "MORE");
        assertThat(events("a APPEND INBOX {9999999999}\r\n")).containsExactly("LITERAL:false", "MORE");
        assertThatThrownBy(reader::accept).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_that_comes_unasked_is_passed_over_up_to_a_bound() {
        assertThat(events("a APPEND {1000+}\r\n" + "x\r\n\0".repeat(250) + " more\r\nb NOOP\r\n"))
                .containsExactly("DROPPED:a APPEND {1000+}\r\n more", "COMMAND:b NOOP", "MORE");
        assertThat(events("a {30+}\r\n" + "x".repeat(30) + " {5}\r\nb NOOP\r\n"))
                .as("behind it nothing is asked for")
                .containsExactly("DROPPED:a {30+}\r\n {5}\r\n", "COMMAND:b NOOP", "MORE");
        assertThat(events("a {1001+}\r\n")).containsExactly("BROKEN");
    }

    @Test
    void nul_is_in_literals_only() {
        assertThat(events("a {3+}\r\n\0\0\0\r\n")).containsExactly("COMMAND:a {3+}\r\n\0\0\0", "MORE");
        assertThat(events("\26\3\1\0")).as("TLS in clear").containsExactly("BROKEN");
    }

    @Test
    void another_limit_holds_from_the_next_command_on() {
        reader.limit(new Limits(100, 20, 100, 0));
        assertThat(events("x".repeat(98) + "\r\n")).hasSize(2).doesNotContain("BROKEN");
    }

    @ParameterizedTest
    @CsvSource({"50", "2000"})
    void nothing_of_a_command_is_kept_behind_it(int length) {
        CommandReader wide = new CommandReader(true, new Limits(4000, 4000, 8000, 0));
        wide.take(octets("a LOGIN alice " + "p".repeat(length) + "\r\n"));
        Command command = wide.command();
        assertThat(command.at(0)).isEqualTo((byte) 'a');
        wide.done();
        for (int i = 0; i < command.length(); i++) {
            assertThat(command.at(i)).isZero();
        }
        assertThat(command.toString()).doesNotContain("alice");
    }
}
