package org.ssms.sip.container.stack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes the frames of a WebSocket server: whole, not masked (RFC 6455 §5.2). */
public final class WebSocketFrame {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    /** Bit of the first byte of a frame that ends a message. */
    static final int FIN = 0x80;
    /** Largest length that stands in the second byte itself, and of a control frame. */
    static final int SHORT = 125;
    /** Second byte: two bytes of length follow. */
    static final int LENGTH_16 = 126;
    /** Second byte: eight bytes of length follow. */
    static final int LENGTH_64 = 127;

    private static final int MAX_16 = 0xffff;

    private WebSocketFrame() {}

    /** The frame of a SIP message: text when it is UTF-8, as SIP nearly always is, or else binary (RFC 7118 §5.1). */
    public static byte[] ofMessage(byte[] message) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return of(TEXT, message);
        } catch (CharacterCodingException bytes) {
            return of(BINARY, message);
        }
    }

    static byte[] of(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(FIN | opcode);
        if (payload.length <= SHORT) {
            frame.write(payload.length);
        } else if (payload.length <= MAX_16) {
            frame.write(LENGTH_16);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(LENGTH_64);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
