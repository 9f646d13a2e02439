package org.ssms.media.codec;

/**
 * ITU-T G.711 companding. Linear values are 16 bit: the 14 bits of µ-law and the 13 bits of A-law shifted to the top,
 * so that both have the same loudness. Encoding takes the nearest code, as the ITU-T G.191 reference does.
 */
public final class G711 {
    private static final int ULAW_BIAS = 0x84;
    private static final int ULAW_CLIP = 32635;
    private static final short[] ULAW_TO_LINEAR = new short[256];
    private static final short[] ALAW_TO_LINEAR = new short[256];
    /** Indexed by the top 14 bits of the sample: the last two never change a µ-law code. */
    private static final byte[] LINEAR_TO_ULAW = new byte[1 << 14];
    /** Indexed by the top 13 bits of the sample. */
    private static final byte[] LINEAR_TO_ALAW = new byte[1 << 13];

    static {
        for (int code = 0; code < 256; code++) {
            ULAW_TO_LINEAR[code] = expandUlaw(code);
            ALAW_TO_LINEAR[code] = expandAlaw(code);
        }
        for (int i = 0; i < LINEAR_TO_ULAW.length; i++) {
            LINEAR_TO_ULAW[i] = compressUlaw((short) (i << 2));
        }
        for (int i = 0; i < LINEAR_TO_ALAW.length; i++) {
            LINEAR_TO_ALAW[i] = compressAlaw((short) (i << 3));
        }
    }

    private G711() {}

    public static short ulawToLinear(byte code) {
        return ULAW_TO_LINEAR[code & 0xff];
    }

    public static short alawToLinear(byte code) {
        return ALAW_TO_LINEAR[code & 0xff];
    }

    public static byte linearToUlaw(short sample) {
        return LINEAR_TO_ULAW[(sample & 0xffff) >> 2];
    }

    public static byte linearToAlaw(short sample) {
        return LINEAR_TO_ALAW[(sample & 0xffff) >> 3];
    }

    private static short expandUlaw(int code) {
        int inverted = ~code & 0xff;
        int segment = (inverted >> 4) & 7;
        int magnitude = ((((inverted & 0xf) << 3) + ULAW_BIAS) << segment) - ULAW_BIAS;
        return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short expandAlaw(int code) {
        int toggled = code ^ 0x55;
        int segment = (toggled >> 4) & 7;
        int mantissa = ((toggled & 0xf) << 4) + 8;
        int magnitude = segment == 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
        return (short) ((toggled & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte compressUlaw(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        // one's complement for negative values keeps both halves of the scale alike in the 14-bit domain
        int magnitude = Math.min(sample < 0 ? (~sample & ~3) : sample, ULAW_CLIP) + ULAW_BIAS;
        int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (segment + 3)) & 0xf;
        return (byte) ~(sign | (segment << 4) | mantissa);
    }

    private static byte compressAlaw(short sample) {
        int sign = sample < 0 ? 0 : 0x80;
        int magnitude = (sample < 0 ? ~sample : sample) >> 4;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
        int mantissa = (segment == 0 ? magnitude : magnitude >> (segment - 1)) & 0xf;
        return (byte) ((sign | (segment << 4) | mantissa) ^ 0x55);
    }
}
