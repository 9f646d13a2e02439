package org.ssms.protect.audit;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.ssms.protect.key.Sha256;

/**
 * What a response by RFC 3161 is about. Its signature is not looked at: that needs somebody who knows the authority.
 */
final class TimestampImprint {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int OCTETS_IN_PARTS = 0x24;
    private static final int OBJECT = 0x06;
    private static final int SET = 0x31;
    private static final int CONTENT = 0xa0;
    private static final byte[] SHA_256 = {0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
    private static final int LONG_LENGTH = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;

    private TimestampImprint() {}

    /** Whether it is a granted timestamp of the SHA-256 of these bytes; not whose. */
    static boolean isAbout(byte[] data, String base64) {
        try {
            ByteBuffer response = inside(ByteBuffer.wrap(Base64.getDecoder().decode(base64)), SEQUENCE);
            inside(response, SEQUENCE); // status
            ByteBuffer token = inside(response, SEQUENCE);
            inside(token, OBJECT);
            ByteBuffer signed = inside(inside(token, CONTENT), SEQUENCE);
            inside(signed, INTEGER);
            inside(signed, SET);
            ByteBuffer content = inside(signed, SEQUENCE);
            inside(content, OBJECT);
            ByteBuffer info = inside(octets(inside(content, CONTENT)), SEQUENCE);
            inside(info, INTEGER);
            inside(info, OBJECT);
            ByteBuffer imprint = inside(info, SEQUENCE);
            byte[] algorithm = bytes(inside(inside(imprint, SEQUENCE), OBJECT));
            return Arrays.equals(algorithm, SHA_256) && Arrays.equals(bytes(inside(imprint, OCTETS)), Sha256.of(data));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return false; // no DER, or something else
        }
    }

    /** Of an octet string, which in BER may be in parts. */
    private static ByteBuffer octets(ByteBuffer from) {
        if ((from.get(from.position()) & 0xff) != OCTETS_IN_PARTS) {
            return inside(from, OCTETS);
        }
        ByteBuffer parts = inside(from, OCTETS_IN_PARTS);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (parts.hasRemaining() && parts.get(parts.position()) == OCTETS) {
            all.writeBytes(bytes(inside(parts, OCTETS)));
        }
        return ByteBuffer.wrap(all.toByteArray());
    }

    /**
     * The contents of the next element (X.690 §8.1), behind which {@code from} stands then. Of an element without a
     * length, as BER has it, all that follows: nothing here is read behind one.
     */
    private static ByteBuffer inside(ByteBuffer from, int tag) {
        int found = from.get() & 0xff;
        int length = length(from);
        if (found != tag || length > from.remaining()) {
            throw new IllegalArgumentException("element " + found);
        }
        ByteBuffer contents = from.slice(from.position(), length);
        from.position(from.position() + length);
        return contents;
    }

    private static int length(ByteBuffer from) {
        int first = from.get() & 0xff;
        if (first < LONG_LENGTH) {
            return first;
        }
        int count = first - LONG_LENGTH;
        if (count == 0) {
            return from.remaining();
        }
        if (count > MOST_LENGTH_BYTES) {
            throw new IllegalArgumentException("length");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (from.get() & 0xff);
        }
        return length;
    }

    private static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }
}
