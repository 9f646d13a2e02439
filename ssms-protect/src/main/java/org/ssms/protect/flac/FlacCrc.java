package org.ssms.protect.flac;

/** The two checksums of a FLAC frame (RFC 9639 §9.1.8, §9.3). */
final class FlacCrc {
    private static final int[] CRC_8 = table(8, 0x07);
    private static final int[] CRC_16 = table(16, 0x8005);

    private FlacCrc() {}

    static int crc8(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = CRC_8[crc ^ (data[i] & 0xff)];
        }
        return crc;
    }

    static int crc16(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ CRC_16[(crc >> 8) ^ (data[i] & 0xff)];
        }
        return crc;
    }

    private static int[] table(int bits, int polynomial) {
        int top = 1 << (bits - 1);
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }
            table[i] = crc & ((top << 1) - 1);
        }
        return table;
    }
}
