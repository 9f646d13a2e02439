package org.ssms.protect.flac;

/** Appends bits, most significant first, to an array that is large enough by the caller's word. */
final class BitWriter {
    private byte[] target = new byte[0];
    private int position;
    private long pending;
    private int pendingBits;

    void start(byte[] out, int offset) {
        target = out;
        position = offset;
        pending = 0;
        pendingBits = 0;
    }

    /** The lowest {@code count} bits of {@code value}, at most 32. */
    void write(int value, int count) {
        pending = (pending << count) | (value & ((1L << count) - 1));
        pendingBits += count;
        while (pendingBits >= 8) {
            pendingBits -= 8;
            target[position++] = (byte) (pending >>> pendingBits);
        }
    }

    /** That many zeros and a one. */
    void writeUnary(int zeros) {
        int left = zeros;
        for (; left >= 31; left -= 31) {
            write(0, 31);
        }
        write(1, left + 1);
    }

    /** Fills the last byte with zeros. */
    void align() {
        if (pendingBits > 0) {
            write(0, 8 - pendingBits);
        }
    }

    /** Of the next byte; whole bytes only. */
    int position() {
        return position;
    }
}
