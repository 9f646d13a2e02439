package org.ssms.sip.container.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    private final int limit;
    private final Peer peer;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] unread = new byte[0];
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
        unread = joined(unread, bytes);
        if (state == State.HANDSHAKE) {
            readHandshake();
        }
        while (state == State.OPEN && readFrame()) {
            // one frame after the other
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private void readHandshake() throws IOException, MalformedStreamException {
        String text = new String(unread, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            if (unread.length > MAX_HANDSHAKE) {
                throw new MalformedStreamException("a WebSocket handshake is longer than " + MAX_HANDSHAKE + " bytes");
            }
            return;
        }
        int length = end + 4;
        WebSocketHandshake answer = WebSocketHandshake.answer(text.substring(0, length));
        unread = Arrays.copyOfRange(unread, length, unread.length);
        peer.write(answer.text().getBytes(StandardCharsets.ISO_8859_1));
        if (answer.accepted()) {
            state = State.OPEN;
        } else {
            close();
        }
    }

    /** False when the bytes of a whole frame are not there yet. */
    private boolean readFrame() throws IOException, MalformedStreamException {
        if (unread.length < 2) {
            return false;
        }
        int first = unread[0] & 0xff;
        int second = unread[1] & 0xff;
        checkHead(first, second);
        int shortLength = second & ~MASK;
        int lengthBytes = switch (shortLength) {
            case WebSocketFrame.LENGTH_16 -> 2;
            case WebSocketFrame.LENGTH_64 -> 8;
            default -> 0;
        };
        int head = 2 + lengthBytes + MASK_BYTES;
        if (unread.length < head) {
            return false;
        }
        long length = length(shortLength, lengthBytes);
        if (length < 0 || length > limit - message.size()) {
            throw new MalformedStreamException("a WebSocket message is longer than " + limit + " bytes");
        }
        int end = head + (int) length;
        if (unread.length < end) {
            return false;
        }
        byte[] payload = unmasked(head, end);
        unread = Arrays.copyOfRange(unread, end, unread.length);
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
            case 2 -> head.getShort(2) & 0xffff;
            case 8 -> head.getLong(2);
            default -> shortLength;
        };
    }

    private byte[] unmasked(int from, int to) {
        byte[] payload = Arrays.copyOfRange(unread, from, to);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= unread[from - MASK_BYTES + i % MASK_BYTES];
        }
        return payload;
    }

    private void handle(int first, byte[] payload) throws IOException, MalformedStreamException {
        int opcode = first & 0xf;
        switch (opcode) {
            case WebSocketFrame.PING -> peer.write(WebSocketFrame.of(WebSocketFrame.PONG, payload));
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
                    message.reset();
                    peer.received(whole);
                }
            }
        }
    }

    private void close() {
        state = State.CLOSING;
        unread = new byte[0];
        peer.finished();
    }
}
