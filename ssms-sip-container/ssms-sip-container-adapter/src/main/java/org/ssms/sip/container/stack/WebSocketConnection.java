package org.ssms.sip.container.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a WebSocket: opening handshake, frames of the client, control frames (RFC 6455). Nothing is kept
 * beyond the limits. To be called by one thread at a time; of no use after it has thrown.
 */
public final class WebSocketConnection {
    private static final int MAX_HANDSHAKE = 8 * 1024;
    private static final int MASK = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int RESERVED = 0x70;
    private static final int NONE = -1;
    private static final byte[] NOTHING = new byte[0];

    private final int limit;
    private final Peer peer;
    private ByteArrayOutputStream message = new ByteArrayOutputStream();
    /** What was not read yet stands between {@code from} and {@code to}. */
    private byte[] unread = NOTHING;

    private int from;
    private int to;
    private byte @Nullable [] ping;
    private State state = State.HANDSHAKE;
    private int opcodeOfMessage = NONE;

    private enum State {
        HANDSHAKE,
        OPEN,
        CLOSING
    }

    /** The other parts of the connection; called on the thread that adds bytes. */
    public interface Peer {
        /** Bytes for the wire, as they are. */
        void write(byte[] bytes) throws IOException;

        /** A whole message; the array belongs to the receiver. */
        void received(byte[] message) throws IOException, MalformedStreamException;

        /** What was written is the last; the connection is to be closed when it is gone out. */
        void finished();
    }

    /** @param limit largest message in bytes, over all its frames */
    public WebSocketConnection(int limit, Peer peer) {
        this.limit = limit;
        this.peer = peer;
    }

    /**
     * Takes what was read from the connection, in order; the bytes are copied.
     *
     * @throws MalformedStreamException when the caller must close the connection
     */
    public void add(byte[] bytes) throws IOException, MalformedStreamException {
        if (state == State.CLOSING) {
            return;
        }
        append(bytes);
        if (state == State.HANDSHAKE) {
            readHandshake();
        }
        while (state == State.OPEN && readFrame()) {
            // one frame after the other
        }
        if (from == to) {
            forget();
        }
        byte[] payload = ping;
        if (payload != null && state == State.OPEN) {
            peer.write(WebSocketFrame.of(WebSocketFrame.PONG, payload));
        }
        ping = null;
    }

    /** Bytes of a frame or message that is not there as a whole; 0 between messages. */
    public int held() {
        return to - from + message.size();
    }

    /** Every byte is moved a few times at most, however small the pieces are. */
    private void append(byte[] bytes) {
        if (to + bytes.length > unread.length) {
            int held = to - from;
            byte[] room = new byte[Math.max(held + bytes.length, held * 2)];
            System.arraycopy(unread, from, room, 0, held);
            unread = room;
            from = 0;
            to = held;
        }
        System.arraycopy(bytes, 0, unread, to, bytes.length);
        to += bytes.length;
    }

    private void forget() {
        unread = NOTHING;
        from = 0;
        to = 0;
    }

    private void readHandshake() throws IOException, MalformedStreamException {
        String text = new String(unread, from, Math.min(to - from, MAX_HANDSHAKE), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            if (to - from > MAX_HANDSHAKE) {
                throw new MalformedStreamException("a WebSocket handshake is longer than " + MAX_HANDSHAKE + " bytes");
            }
            return;
        }
        int length = end + 4;
        WebSocketHandshake answer = WebSocketHandshake.answer(text.substring(0, length));
        from += length;
        peer.write(answer.text().getBytes(StandardCharsets.ISO_8859_1));
        if (answer.accepted()) {
            state = State.OPEN;
        } else {
            close();
        }
    }

    /** False when the bytes of a whole frame are not there yet. */
    private boolean readFrame() throws IOException, MalformedStreamException {
        if (to - from < 2) {
            return false;
        }
        int first = unread[from] & 0xff;
        int second = unread[from + 1] & 0xff;
        checkHead(first, second);
        int shortLength = second & ~MASK;
        int lengthBytes = switch (shortLength) {
            case WebSocketFrame.LENGTH_16 -> 2;
            case WebSocketFrame.LENGTH_64 -> 8;
            default -> 0;
        };
        int head = 2 + lengthBytes + MASK_BYTES;
        if (to - from < head) {
            return false;
        }
        long length = length(shortLength, lengthBytes);
        if (length < 0 || length > limit - message.size()) {
            throw new MalformedStreamException("a WebSocket message is longer than " + limit + " bytes");
        }
        int end = head + (int) length;
        if (to - from < end) {
            return false;
        }
        byte[] payload = unmasked(from + head, from + end);
        from += end;
        handle(first, payload);
        return true;
    }

    private void checkHead(int first, int second) throws MalformedStreamException {
        int opcode = first & 0xf;
        boolean fin = (first & WebSocketFrame.FIN) != 0;
        boolean control = opcode >= WebSocketFrame.CLOSE;
        boolean known = control ? opcode <= WebSocketFrame.PONG : opcode <= WebSocketFrame.BINARY;
        if (!known || (first & RESERVED) != 0 || (second & MASK) == 0) {
            throw new MalformedStreamException("a WebSocket frame is reserved or not masked");
        }
        if (control && (!fin || (second & ~MASK) > WebSocketFrame.SHORT)) {
            throw new MalformedStreamException("a WebSocket control frame is long or in parts");
        }
        if (!control && (opcode == WebSocketFrame.CONTINUATION) != (opcodeOfMessage != NONE)) {
            throw new MalformedStreamException("WebSocket frames are out of order");
        }
    }

    private long length(int shortLength, int lengthBytes) {
        ByteBuffer head = ByteBuffer.wrap(unread);
        return switch (lengthBytes) {
            case 2 -> head.getShort(from + 2) & 0xffff;
            case 8 -> head.getLong(from + 2);
            default -> shortLength;
        };
    }

    private byte[] unmasked(int start, int end) {
        byte[] payload = Arrays.copyOfRange(unread, start, end);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= unread[start - MASK_BYTES + i % MASK_BYTES];
        }
        return payload;
    }

    private void handle(int first, byte[] payload) throws IOException, MalformedStreamException {
        int opcode = first & 0xf;
        switch (opcode) {
            case WebSocketFrame.PING -> ping = payload; // the last one of a read is answered (RFC 6455 §5.5.3)
            case WebSocketFrame.PONG -> {} // nobody asked: the server sends no pings
            case WebSocketFrame.CLOSE -> {
                peer.write(
                        WebSocketFrame.of(WebSocketFrame.CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length))));
                close();
            }
            default -> {
                message.writeBytes(payload);
                opcodeOfMessage = opcode == WebSocketFrame.CONTINUATION ? opcodeOfMessage : opcode;
                if ((first & WebSocketFrame.FIN) != 0) {
                    opcodeOfMessage = NONE;
                    byte[] whole = message.toByteArray();
                    message = new ByteArrayOutputStream(); // nothing large is kept for the next message
                    peer.received(whole);
                }
            }
        }
    }

    private void close() {
        state = State.CLOSING;
        forget();
        peer.finished();
    }
}
