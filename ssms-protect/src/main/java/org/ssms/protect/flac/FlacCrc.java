package org.ssms.protect.flac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The two checksums of a FLAC frame (RFC 9639 §9.1.8, §9.3). */
final class FlacCrc {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final char[] CRC_8 = table(8, 0x07);
    private static final char[] CRC_16 = withFollowingZeros(table(16, 0x8005));

    private FlacCrc() {}

    static int crc8(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = CRC_8[crc ^ (data[i] & 0xff)];
        }
        return crc;
    }

    /** Eight bytes at a time: the checksum of their exclusive or is the exclusive or of their checksums. */
    static int crc16(byte[] data, int from, int to) {
        int crc = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONG.get(data, i) ^ ((long) crc << 48);
            crc = CRC_16[0x700 | (int) (eight >>> 56)]
                    ^ CRC_16[0x600 | ((int) (eight >>> 48) & 0xff)]
                    ^ CRC_16[0x500 | ((int) (eight >>> 40) & 0xff)]
                    ^ CRC_16[0x400 | ((int) (eight >>> 32) & 0xff)]
                    ^ CRC_16[0x300 | ((int) (eight >>> 24) & 0xff)]
                    ^ CRC_16[0x200 | ((int) (eight >>> 16) & 0xff)]
                    ^ CRC_16[0x100 | ((int) (eight >>> 8) & 0xff)]
                    ^ CRC_16[(int) eight & 0xff];
        }
        for (; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ CRC_16[(crc >> 8) ^ (data[i] & 0xff)];
        }
        return crc;
    }

    private static char[] table(int bits, int polynomial) {
        int top = 1 << (bits - 1);
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }
            table[i] = (char) (crc & ((top << 1) - 1));
        }
        return table;
    }

    /** At 256 * n + byte: the 16 bit checksum of a byte and n zeros behind it, n up to 7. */
    private static char[] withFollowingZeros(char[] table) {
        char[] all = new char[8 * table.length];
        System.arraycopy(table, 0, all, 0, table.length);
        for (int i = table.length; i < all.length; i++) {
            int shorter = all[i - table.length];
            all[i] = (char) ((shorter << 8) ^ table[shorter >> 8]);
        }
        return all;
    }
}
