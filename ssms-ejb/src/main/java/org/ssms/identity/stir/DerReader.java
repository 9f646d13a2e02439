package org.ssms.identity.stir;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads DER (X.690 §10), as much as {@link TnAuthList} needs: one-byte tags, definite lengths below 64 KiB. */
final class DerReader {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int IA5_STRING = 0x16;
    static final int SEQUENCE = 0x30;

    private final ByteBuffer in;

    DerReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private DerReader(ByteBuffer in) {
        this.in = in;
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    /** The tag of the next element; -1 at the end. */
    int peek() {
        return in.hasRemaining() ? in.get(in.position()) & 0xff : -1;
    }

    /** The content of the next element; null when it has another tag or is longer than what is there. */
    @Nullable
    DerReader enter(int tag) {
        if (peek() != tag) {
            return null;
        }
        in.get();
        int length = length();
        if (length < 0 || length > in.remaining()) {
            return null;
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new DerReader(content);
    }

    /** All that is left. */
    byte[] rest() {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private int length() {
        if (!in.hasRemaining()) {
            return -1;
        }
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        if (bytes < 1 || bytes > 2 || in.remaining() < bytes) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (in.get() & 0xff);
        }
        return length;
    }
}
