package org.ssms.protect.flac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Appends bits, most significant first, to an array that is large enough by the caller's word. They reach it 32 at a
 * time, the last by {@link #align}; no byte behind them is touched.
 */
final class BitWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = new byte[0];

    private byte[] target = NOTHING;
    private int position;

    /** The lowest {@link #pendingBits} bits wait, 31 at most; those above were written. */
    private long pending;

    private int pendingBits;

    void start(byte[] out, int offset) {
        target = out;
        position = offset;
        pending = 0;
        pendingBits = 0;
    }

    /** Forgets the array and what was written. */
    void end() {
        start(NOTHING, 0);
    }

    /** The lowest {@code count} bits of {@code value}, at most 32. */
    void write(int value, int count) {
        pending = (pending << count) | (value & ((1L << count) - 1));
        pendingBits += count;
        if (pendingBits >= Integer.SIZE) {
            pendingBits -= Integer.SIZE;
            INT.set(target, position, (int) (pending >>> pendingBits));
            position += Integer.BYTES;
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

    /** Of values {@code from} to {@code to - 1}: what is above the low {@code parameter} bits in unary, then these. */
    void writeRice(int[] values, int from, int to, int parameter) {
        byte[] out = target; // fields would be read and written anew for each value
        int at = position;
        long waiting = pending;
        int waitingBits = pendingBits;
        int one = 1 << parameter;
        for (int i = from; i < to; i++) {
            int value = values[i];
            int count = (value >>> parameter) + 1 + parameter;
            if (count > Integer.SIZE) {
                set(at, waiting, waitingBits);
                writeUnary(value >>> parameter);
                write(value, parameter);
                at = position;
                waiting = pending;
                waitingBits = pendingBits;
                continue;
            }
            waiting = (waiting << count) | one | (value & (one - 1));
            waitingBits += count;
            if (waitingBits >= Integer.SIZE) {
                waitingBits -= Integer.SIZE;
                INT.set(out, at, (int) (waiting >>> waitingBits));
                at += Integer.BYTES;
            }
        }
        set(at, waiting, waitingBits);
    }

    private void set(int at, long waiting, int waitingBits) {
        position = at;
        pending = waiting;
        pendingBits = waitingBits;
    }

    /** Fills the last byte with zeros; the array has all bytes then. */
    void align() {
        write(0, -pendingBits & 7);
        while (pendingBits > 0) {
            pendingBits -= 8;
            target[position++] = (byte) (pending >>> pendingBits);
        }
    }

    /** Of the next byte; aligned only. */
    int position() {
        return position;
    }
}
