package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFramerTest {
    private static final int LIMIT = 1_000;
    private static final String HEAD = "MESSAGE sip:a@b SIP/2.0\r\nCall-ID: c1\r\n";

    private final List<String> found = new ArrayList<>();
    private final MessageFramer framer = new MessageFramer(LIMIT, new MessageFramer.Sink() {
        @Override
        public void message(MessageFramer.Head head, byte[] body) {
            found.add(head.callId() + "/" + new String(body, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void ping() {
            found.add("ping");
        }

        @Override
        public void pong() {
            found.add("pong");
        }
    });

    private void add(String text) throws MalformedStreamException {
        framer.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void message_is_found_at_every_split() throws Exception {
        String message = HEAD + "Content-Length: 4\r\n\r\nbody";
        for (int split = 0; split <= message.length(); split++) {
            add(message.substring(0, split));
            add(message.substring(split));
        }
        assertThat(found).hasSize(message.length() + 1).containsOnly("c1/body");
    }

    @Test
    void messages_of_one_read_are_kept_apart() throws Exception {
        add(HEAD + "Content-Length: 2\r\n\r\nab" + HEAD + "Content-Length: 0\r\n\r\n" + HEAD + "l : 1\r\n\r\nz");
        assertThat(found).containsExactly("c1/ab", "c1/", "c1/z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2", "content-length:2", "l: 2", "Content-Length:\r\n  2", "L\t:\t02"})
    void content_length_is_read_in_all_its_forms(String header) throws Exception {
        add(HEAD + header + "\r\n\r\nab");
        assertThat(found).containsExactly("c1/ab");
    }

    @Test
    void call_id_is_read_in_its_compact_form() throws Exception {
        add("MESSAGE sip:a@b SIP/2.0\r\ni: c2\r\nl: 0\r\n\r\n");
        assertThat(found).containsExactly("c2/");
    }

    @Test
    void message_without_length_has_no_body_and_does_not_take_the_length_of_the_one_before() throws Exception {
        add(HEAD + "Content-Length: 2\r\n\r\nab" + HEAD + "\r\n");
        assertThat(found).containsExactly("c1/ab", "c1/");
    }

    @Test
    void keep_alives_are_told_from_answers() throws Exception {
        add("\r\n\r\n" + HEAD + "\r\n\r\n" + HEAD + "\r\n");
        assertThat(found).containsExactly("pong", "ping", "c1/", "pong", "c1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2000000000",
                "Content-Length: 99999999999999999999",
                "Content-Length: -5",
                "Content-Length: five",
                "Content-Length:",
                "Content-Length: 1001",
                "Content-Length: 1\r\nl: 2"
            })
    void unusable_length_ends_the_stream(String header) {
        assertThatThrownBy(() -> add(HEAD + header + "\r\n\r\n")).isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void message_without_call_id_ends_the_stream() {
        assertThatThrownBy(() -> add("MESSAGE sip:a@b SIP/2.0\r\nl: 0\r\n\r\n"))
                .isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void endless_line_and_endless_headers_end_the_stream() {
        assertThatThrownBy(() -> add("x".repeat(LIMIT + 1))).isInstanceOf(MalformedStreamException.class);
        MessageFramer other = new MessageFramer(LIMIT, new NoSink());
        byte[] header = "X: y\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < LIMIT; i++) {
                        other.add(header);
                    }
                })
                .isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void any_bytes_are_framed_or_refused() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        byte[] alphabet = (HEAD + "Content-Length: 7\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            MessageFramer fuzzed = new MessageFramer(LIMIT, new NoSink());
            byte[] bytes = new byte[random.nextInt(200)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            }
            try {
                fuzzed.add(bytes);
            } catch (MalformedStreamException expected) {
                assertThat(expected).hasMessageNotContaining("SIP/2.0");
            }
        }
    }

    private static final class NoSink implements MessageFramer.Sink {
        @Override
        public void message(MessageFramer.Head head, byte[] body) {}

        @Override
        public void ping() {}

        @Override
        public void pong() {}
    }

    /** A head of 90 bytes with a large Content-Length used to take that much, on as many connections as there are. */
    @Test
    void announced_body_takes_no_memory_before_it_comes() throws Exception {
        add(HEAD + "Content-Length: 900\r\n\r\n");
        int head = HEAD.length() + "Content-Length: 900\r\n\r\n".length();
        assertThat(framer.held()).isEqualTo(head);
        add("x".repeat(100));
        assertThat(framer.held()).isEqualTo(head + 100);
        add("x".repeat(800));
        assertThat(framer.held()).isZero();
        assertThat(found).hasSize(1);
    }

    @Test
    void unfinished_head_is_held_and_keep_alives_are_not() throws Exception {
        add("\r\n\r\n\r\n");
        assertThat(framer.held()).isZero();
        add("MESS");
        assertThat(framer.held()).isEqualTo(4);
    }
}
