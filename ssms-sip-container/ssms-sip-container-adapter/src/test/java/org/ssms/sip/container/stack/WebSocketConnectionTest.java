package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketConnectionTest {
    private static final int LIMIT = 70_000;
    private static final int TEXT = 0x81;

    /** Key and accept value of RFC 6455 §1.3. */
    private static final String HANDSHAKE = """
            GET /any HTTP/1.1\r
            Host: sip-ws.example.com\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: chat, sip\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private final Recorder peer = new Recorder();
    private final WebSocketConnection connection = new WebSocketConnection(LIMIT, peer);

    private static final class Recorder implements WebSocketConnection.Peer {
        private final List<byte[]> written = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();
        private boolean finished;

        @Override
        public void write(byte[] bytes) {
            written.add(bytes);
        }

        @Override
        public void received(byte[] message) {
            messages.add(new String(message, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void finished() {
            finished = true;
        }

        String lastText() {
            return new String(written.get(written.size() - 1), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A frame of the client, masked. */
    private static byte[] frame(int first, String payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        byte[] text = bytes(payload);
        if (text.length <= 125) {
            frame.write(0x80 | text.length);
        } else if (text.length <= 0xffff) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) text.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(text.length).array());
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < text.length; i++) {
            frame.write(text[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    private void open() throws Exception {
        connection.add(bytes(HANDSHAKE));
        assertThat(peer.lastText()).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void handshake_of_the_rfc_is_accepted_with_the_subprotocol() throws Exception {
        open();
        assertThat(peer.lastText())
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .contains("Sec-WebSocket-Protocol: sip\r\n")
                .endsWith("\r\n\r\n");
        assertThat(peer.finished).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat, sip                     | chat, sips | 400",
                "Sec-WebSocket-Protocol: .*    | X: y       | 400",
                "Version: 13                   | Version: 8 | 426",
                "GET                           | POST       | 400",
                "Upgrade: websocket            | Upgrade: h2c | 400",
                "keep-alive, Upgrade           | close      | 400",
                "dGhlIHNhbXBsZSBub25jZQ==      | c2hvcnQ=   | 400"
            })
    void other_handshake_is_refused_and_the_connection_ends(String part, String other, int status) throws Exception {
        connection.add(bytes(HANDSHAKE.replaceFirst(part, other)));
        assertThat(peer.lastText()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(peer.finished).isTrue();
        connection.add(frame(TEXT, "late"));
        assertThat(peer.messages).isEmpty();
    }

    @Test
    void endless_handshake_closes_the_connection() {
        assertThatThrownBy(() -> connection.add(bytes("GET /" + "x".repeat(9_000))))
                .isInstanceOf(MalformedStreamException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, LIMIT})
    void messages_of_all_lengths_arrive_whatever_the_reads(int length) throws Exception {
        open();
        String message = "x".repeat(length);
        byte[] two = Arrays.copyOf(frame(TEXT, message), frame(TEXT, message).length * 2);
        System.arraycopy(frame(0x82, message), 0, two, two.length / 2, two.length / 2);
        for (int at = 0; at < two.length; at += 4_096) {
            connection.add(Arrays.copyOfRange(two, at, Math.min(two.length, at + 4_096)));
        }
        assertThat(peer.messages).containsExactly(message, message);
    }

    @Test
    void handshake_and_frames_byte_by_byte() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(bytes(HANDSHAKE));
        stream.writeBytes(frame(TEXT, "one"));
        stream.writeBytes(frame(TEXT, "two"));
        for (byte next : stream.toByteArray()) {
            connection.add(new byte[] {next});
        }
        assertThat(peer.messages).containsExactly("one", "two");
    }

    @Test
    void parts_are_joined_and_a_ping_between_them_is_answered() throws Exception {
        open();
        connection.add(frame(0x01, "INV"));
        connection.add(frame(0x89, "still there?"));
        connection.add(frame(0x00, "I"));
        connection.add(frame(0x80, "TE"));
        assertThat(peer.messages).containsExactly("INVITE");
        assertThat(peer.lastText()).isEqualTo("\u008a\u000cstill there?");
    }

    @Test
    void close_is_answered_with_its_code_and_ends_the_connection() throws Exception {
        open();
        connection.add(frame(0x88, "\u0003\u00e8bye"));
        assertThat(peer.written.get(1)).isEqualTo(HexFormat.of().parseHex("880203e8"));
        assertThat(peer.finished).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "not masked,           8100",
        "reserved bit,         c180",
        "unknown opcode,       8380",
        "unknown control,      8b80",
        "ping in parts,        0980",
        "long ping,            89fe007e00000000",
        "continues nothing,    8080",
        "too long,             81ff000000000001117100000000",
        "negative length,      81ffffffffffffffffff00000000"
    })
    void wrong_frame_closes_the_connection(String why, String hex) throws Exception {
        open();
        assertThatThrownBy(() -> connection.add(HexFormat.of().parseHex(hex)))
                .as(why)
                .isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void parts_together_keep_the_limit() throws Exception {
        open();
        connection.add(frame(0x01, "x".repeat(LIMIT)));
        assertThatThrownBy(() -> connection.add(frame(0x80, "x"))).isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void second_message_inside_parts_closes_the_connection() throws Exception {
        open();
        connection.add(frame(0x01, "a"));
        assertThatThrownBy(() -> connection.add(frame(TEXT, "b"))).isInstanceOf(MalformedStreamException.class);
    }

    @Test
    void frames_of_the_server_have_the_shortest_length_and_no_mask() {
        assertThat(WebSocketFrame.ofMessage(new byte[125]))
                .startsWith(0x81, 125)
                .hasSize(127);
        assertThat(WebSocketFrame.ofMessage(new byte[126]))
                .startsWith(0x81, 126, 0, 126)
                .hasSize(130);
        assertThat(WebSocketFrame.ofMessage(new byte[65_536]))
                .startsWith(0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0)
                .hasSize(65_546);
        assertThat(WebSocketFrame.ofMessage(new byte[] {(byte) 0xff})).startsWith(0x82, 1, 0xff);
    }

    @Test
    void any_bytes_are_read_or_refused() throws IOException {
        Random random = new Random(7118); // fixed seed: a failure repeats
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            WebSocketConnection fresh = new WebSocketConnection(100, new Recorder());
            try {
                fresh.add(bytes(HANDSHAKE));
                fresh.add(noise);
            } catch (MalformedStreamException expected) {
                // the only permitted failure
            }
        }
    }

    @Test
    void what_is_held_is_what_came_and_nothing_between_messages() throws Exception {
        connection.add(bytes(HANDSHAKE.substring(0, 20)));
        assertThat(connection.held()).isEqualTo(20);
        connection.add(bytes(HANDSHAKE.substring(20)));
        assertThat(connection.held()).isZero();
        byte[] frame = frame(TEXT, "x".repeat(60_000));
        connection.add(Arrays.copyOf(frame, 5_000));
        assertThat(connection.held()).isEqualTo(5_000);
        connection.add(Arrays.copyOfRange(frame, 5_000, frame.length));
        assertThat(connection.held()).isZero();
        assertThat(peer.messages).hasSize(1);
    }

    @Test
    void message_is_found_byte_by_byte_and_many_in_one_read() throws Exception {
        for (byte next : bytes(HANDSHAKE)) {
            connection.add(new byte[] {next});
        }
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            frames.writeBytes(frame(TEXT, "m" + i));
        }
        for (byte next : frames.toByteArray()) {
            connection.add(new byte[] {next});
        }
        connection.add(frames.toByteArray());
        assertThat(peer.messages).hasSize(200).contains("m0", "m99");
    }
}
