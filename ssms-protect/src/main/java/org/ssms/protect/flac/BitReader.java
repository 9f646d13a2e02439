package org.ssms.protect.flac;

/** Reads bits, most significant first, of a part of an array; reading beyond it is the one exception. */
final class BitReader {
    private final byte[] source;
    private final long endBit;
    private long bit;

    BitReader(byte[] source, int from, int to) {
        this.source = source;
        this.bit = 8L * from;
        this.endBit = 8L * to;
    }

    /** Unsigned, at most 31 bits. */
    int read(int count) throws MalformedFlacException {
        if (endBit - bit < count) {
            throw new MalformedFlacException("frame ends too early");
        }
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value = (value << 1) | ((source[(int) (bit >> 3)] >> (7 - (int) (bit & 7))) & 1);
        }
        return value;
    }

    /** Two's complement, 1 to 31 bits. */
    int readSigned(int count) throws MalformedFlacException {
        int shift = 32 - count;
        return (read(count) << shift) >> shift;
    }

    /** Zeros before the next one. */
    int readUnary() throws MalformedFlacException {
        int zeros = 0;
        while (read(1) == 0) {
            zeros++;
        }
        return zeros;
    }

    void align() {
        bit = (bit + 7) & ~7L;
    }

    /** Of the next byte; aligned only. */
    int position() {
        return (int) (bit >> 3);
    }
}
