package org.ssms.protect.flac;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Lossless encoder for one channel of 16 bit samples at 8 kHz: fixed predictors with partitioned Rice codes, constant
 * and verbatim subframes, wasted bits (G.711 leaves two or three) (RFC 9639 §9). Every frame has
 * {@value #BLOCK_SIZE} samples, only the last may have fewer. Keeps no sound between calls. Not thread-safe.
 */
public final class FlacEncoder {
    public static final int SAMPLE_RATE = 8000;
    public static final int BLOCK_SIZE = 800;
    public static final int STREAM_INFO_BYTES = 34;
    /** No frame is longer: header, verbatim samples, checksums. */
    public static final int MAX_FRAME_BYTES = 18 + 2 * BLOCK_SIZE;

    static final int BITS_PER_SAMPLE = 16;
    static final int SYNC_FIXED_BLOCK_SIZE = 0xfff8;
    static final int BLOCK_SIZE_16_BIT = 7;
    static final int RATE_8_KHZ = 4;
    static final int DEPTH_16_BIT = 4;
    static final int SUBFRAME_CONSTANT = 0;
    static final int SUBFRAME_VERBATIM = 1;
    static final int SUBFRAME_FIXED = 8;
    static final int MAX_ORDER = 4;

    private static final int MAX_PARTITION_ORDER = 3;
    private static final int MAX_RICE = 14;

    private final BitWriter bits = new BitWriter();
    private final long[] magnitudes = new long[MAX_ORDER + 1];
    private final int[] riceParameters = new int[1 << MAX_PARTITION_ORDER];

    /** The STREAMINFO block (RFC 9639 §8.2) of a stream of unknown length: frame sizes, total and MD5 are 0. */
    public static byte[] streamInfo() {
        ByteBuffer info = ByteBuffer.allocate(STREAM_INFO_BYTES);
        info.putShort((short) BLOCK_SIZE).putShort((short) BLOCK_SIZE);
        info.position(info.position() + 6); // minimum and maximum frame size
        info.putLong(((long) SAMPLE_RATE << 44) | ((long) (BITS_PER_SAMPLE - 1) << 36)); // channels - 1 = 0
        return info.array();
    }

    /**
     * Encodes one frame.
     *
     * @param pcm its first {@code samples} values; left unchanged
     * @param samples {@value #BLOCK_SIZE}, or fewer (1 or more) in the last frame
     * @param frameNumber counts from 0
     * @param out has {@value #MAX_FRAME_BYTES} bytes from {@code offset}
     * @return length of the frame in bytes
     */
    public int encode(short[] pcm, int samples, int frameNumber, byte[] out, int offset) {
        bits.start(out, offset);
        writeHeader(samples, frameNumber);
        bits.write(FlacCrc.crc8(out, offset, bits.position()), 8);
        writeSubframe(pcm, samples);
        bits.align();
        bits.write(FlacCrc.crc16(out, offset, bits.position()), 16);
        return bits.position() - offset;
    }

    private void writeHeader(int samples, int frameNumber) {
        bits.write(SYNC_FIXED_BLOCK_SIZE, 16);
        bits.write(BLOCK_SIZE_16_BIT, 4);
        bits.write(RATE_8_KHZ, 4);
        bits.write(0, 4); // one channel
        bits.write(DEPTH_16_BIT, 3);
        bits.write(0, 1);
        writeCodedNumber(frameNumber);
        bits.write(samples - 1, 16);
    }

    /** In the manner of UTF-8 (RFC 9639 §9.1.5). */
    private void writeCodedNumber(int number) {
        if (number < 0x80) {
            bits.write(number, 8);
            return;
        }
        int significant = 32 - Integer.numberOfLeadingZeros(number);
        int following = Math.max(1, (significant - 2) / 5);
        bits.write(((0xff00 >> (following + 1)) & 0xff) | (number >>> (6 * following)), 8);
        for (int shift = 6 * (following - 1); shift >= 0; shift -= 6) {
            bits.write(0x80 | ((number >>> shift) & 0x3f), 8);
        }
    }

    private void writeSubframe(short[] pcm, int samples) {
        int union = 0;
        boolean constant = true;
        for (int i = 0; i < samples; i++) {
            union |= pcm[i];
            constant &= pcm[i] == pcm[0];
        }
        if (constant) {
            writeSubframeHeader(SUBFRAME_CONSTANT, 0);
            bits.write(pcm[0], BITS_PER_SAMPLE);
            return;
        }
        int wasted = Integer.numberOfTrailingZeros(union);
        int order = bestOrder(pcm, samples, wasted);
        int partitionOrder = partitionOrder(samples, order);
        long cost = chooseRice(pcm, samples, wasted, order, partitionOrder);
        int depth = BITS_PER_SAMPLE - wasted;
        if (samples <= MAX_ORDER || cost + (long) order * depth >= (long) samples * depth) {
            writeSubframeHeader(SUBFRAME_VERBATIM, wasted);
            writeSamples(pcm, samples, wasted);
        } else {
            writeSubframeHeader(SUBFRAME_FIXED | order, wasted);
            writeSamples(pcm, order, wasted);
            writeResidual(pcm, samples, wasted, order, partitionOrder);
        }
    }

    private void writeSubframeHeader(int type, int wasted) {
        bits.write(type, 7); // the leading zero bit and six bits of type
        if (wasted == 0) {
            bits.write(0, 1);
        } else {
            bits.write(1, 1);
            bits.writeUnary(wasted - 1);
        }
    }

    private void writeSamples(short[] pcm, int count, int wasted) {
        for (int i = 0; i < count; i++) {
            bits.write(pcm[i] >> wasted, BITS_PER_SAMPLE - wasted);
        }
    }

    /** The fixed predictor that leaves the least, judged after the warm-up that is common to all. */
    private int bestOrder(short[] pcm, int samples, int wasted) {
        Arrays.fill(magnitudes, 0);
        for (int i = MAX_ORDER; i < samples; i++) {
            for (int order = 0; order <= MAX_ORDER; order++) {
                magnitudes[order] += Math.abs(residual(pcm, i, wasted, order));
            }
        }
        int best = 0;
        for (int order = 1; order <= MAX_ORDER; order++) {
            if (magnitudes[order] < magnitudes[best]) {
                best = order;
            }
        }
        return best;
    }

    private static int residual(short[] x, int i, int wasted, int order) {
        int difference = switch (order) {
            case 0 -> x[i];
            case 1 -> x[i] - x[i - 1];
            case 2 -> x[i] - 2 * x[i - 1] + x[i - 2];
            case 3 -> x[i] - 3 * x[i - 1] + 3 * x[i - 2] - x[i - 3];
            default -> x[i] - 4 * x[i - 1] + 6 * x[i - 2] - 4 * x[i - 3] + x[i - 4];
        };
        return difference >> wasted; // exact: every term has these zero bits
    }

    private static int partitionOrder(int samples, int order) {
        int partitionOrder = MAX_PARTITION_ORDER;
        while (partitionOrder > 0 && (samples % (1 << partitionOrder) != 0 || samples >> partitionOrder <= order)) {
            partitionOrder--;
        }
        return partitionOrder;
    }

    /** Sets the Rice parameter of each partition and returns an upper bound of the residual's size in bits. */
    private long chooseRice(short[] pcm, int samples, int wasted, int order, int partitionOrder) {
        int length = samples >> partitionOrder;
        long total = 6;
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int from = partition == 0 ? order : partition * length;
            int to = (partition + 1) * length;
            long sum = 0;
            for (int i = Math.min(from, samples); i < to; i++) {
                sum += zigzag(residual(pcm, i, wasted, order));
            }
            int best = 0;
            for (int k = 1; k <= MAX_RICE; k++) {
                if (riceBits(sum, to - from, k) < riceBits(sum, to - from, best)) {
                    best = k;
                }
            }
            riceParameters[partition] = best;
            total += 4 + riceBits(sum, to - from, best);
        }
        return total;
    }

    private static long riceBits(long sum, int count, int parameter) {
        return (long) count * (1 + parameter) + (sum >> parameter);
    }

    private void writeResidual(short[] pcm, int samples, int wasted, int order, int partitionOrder) {
        int length = samples >> partitionOrder;
        bits.write(0, 2); // four bit Rice parameters
        bits.write(partitionOrder, 4);
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int parameter = riceParameters[partition];
            bits.write(parameter, 4);
            for (int i = partition == 0 ? order : partition * length; i < (partition + 1) * length; i++) {
                int value = zigzag(residual(pcm, i, wasted, order));
                bits.writeUnary(value >>> parameter);
                bits.write(value, parameter);
            }
        }
    }

    /** Folds the sign into the lowest bit. Residuals of 16 bit samples have at most 20 bits. */
    private static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }
}
