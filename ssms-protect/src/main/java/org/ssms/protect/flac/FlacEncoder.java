package org.ssms.protect.flac;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Lossless encoder for one channel of 16 bit samples at 8 kHz: fixed predictors with partitioned Rice codes, constant
 * and verbatim subframes, wasted bits (G.711 leaves two or three) (RFC 9639 §9). Every frame has
 * {@value #BLOCK_SIZE} samples, only the last may have fewer. Not thread-safe, but between calls it keeps neither sound
 * nor the caller's arrays, so that recordings can share one: it has 16 KB.
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

    /** Of the frame in work, by order: row 0 has the samples, each row is true from its order on. Else zero. */
    final int[][] residuals = new int[MAX_ORDER + 1][BLOCK_SIZE];

    /** Of its partitions, which tell how loud they are. Else zero. */
    final int[] riceParameters = new int[1 << MAX_PARTITION_ORDER];

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
        bits.align();
        bits.write(FlacCrc.crc8(out, offset, bits.position()), 8);
        writeSubframe(pcm, samples);
        bits.align();
        bits.write(FlacCrc.crc16(out, offset, bits.position()), 16);
        bits.align();
        int length = bits.position() - offset;
        bits.end();
        return length;
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
        if (isConstant(pcm, samples)) {
            writeSubframeHeader(SUBFRAME_CONSTANT, 0);
            bits.write(pcm[0], BITS_PER_SAMPLE);
            return;
        }
        int wasted = Integer.numberOfTrailingZeros(takeSamples(pcm, samples));
        if (samples <= MAX_ORDER || !writePredicted(pcm, samples, wasted)) {
            writeSubframeHeader(SUBFRAME_VERBATIM, wasted);
            writeSamples(pcm, samples, wasted);
        }
        for (int[] row : residuals) {
            Arrays.fill(row, 0, samples, 0);
        }
        Arrays.fill(riceParameters, 0);
    }

    private static boolean isConstant(short[] pcm, int samples) {
        int same = 1;
        while (same < samples && pcm[same] == pcm[0]) {
            same++;
        }
        return same == samples;
    }

    /** Fills row 0 and returns the bits that any sample has. */
    private int takeSamples(short[] pcm, int samples) {
        int[] row = residuals[0];
        int union = 0;
        for (int i = 0; i < samples; i++) {
            row[i] = pcm[i];
            union |= pcm[i];
        }
        return union;
    }

    /** False, and nothing written, when the samples themselves are as short. */
    private boolean writePredicted(short[] pcm, int samples, int wasted) {
        int order = bestOrder(samples);
        int partitionOrder = partitionOrder(samples, order);
        int[] folded = residuals[order];
        long cost = foldAndChooseRice(folded, samples, wasted, order, partitionOrder);
        int depth = BITS_PER_SAMPLE - wasted;
        if (cost + (long) order * depth >= (long) samples * depth) {
            return false;
        }
        writeSubframeHeader(SUBFRAME_FIXED | order, wasted);
        writeSamples(pcm, order, wasted);
        writeResidual(folded, samples, order, partitionOrder);
        return true;
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
    private int bestOrder(int samples) {
        int best = 0;
        int least = 0;
        for (int i = MAX_ORDER; i < samples; i++) {
            least += Math.abs(residuals[0][i]);
        }
        for (int order = 1; order <= MAX_ORDER; order++) {
            int sum = difference(residuals[order - 1], residuals[order], samples);
            if (sum < least) {
                best = order;
                least = sum;
            }
        }
        return best;
    }

    /**
     * Makes the next row: its values are the changes in the row below. The copy is there because HotSpot makes vector
     * instructions of a loop only when all arrays are read at the same index.
     *
     * @return the sum of their magnitudes, which have 20 bits at most
     */
    private static int difference(int[] below, int[] residual, int samples) {
        System.arraycopy(below, 0, residual, 1, samples - 1);
        for (int i = 1; i < MAX_ORDER; i++) {
            residual[i] = below[i] - residual[i];
        }
        int sum = 0;
        for (int i = MAX_ORDER; i < samples; i++) {
            int change = below[i] - residual[i];
            residual[i] = change;
            sum += Math.abs(change);
        }
        return sum;
    }

    private static int partitionOrder(int samples, int order) {
        int partitionOrder = MAX_PARTITION_ORDER;
        while (partitionOrder > 0 && (samples % (1 << partitionOrder) != 0 || samples >> partitionOrder <= order)) {
            partitionOrder--;
        }
        return partitionOrder;
    }

    /** Folds the signs, sets each partition's Rice parameter; returns an upper bound of the residual's size in bits. */
    private long foldAndChooseRice(int[] residual, int samples, int wasted, int order, int partitionOrder) {
        int length = samples >> partitionOrder;
        long total = 6;
        int from = order;
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int to = (partition + 1) * length;
            int sum = fold(residual, from, to, wasted);
            int parameter = bestParameter(sum, to - from);
            riceParameters[partition] = parameter;
            total += 4 + riceBits(sum, to - from, parameter);
            from = to;
        }
        return total;
    }

    private static int fold(int[] residual, int from, int to, int wasted) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            int folded = zigzag(residual[i] >> wasted); // exact: every term has these zero bits
            residual[i] = folded;
            sum += folded;
        }
        return sum;
    }

    /** The smallest of the best. A bit more never saves more than the bit before it did, so the search may stop. */
    private static int bestParameter(int sum, int count) {
        int parameter = 0;
        while (parameter < MAX_RICE && riceBits(sum, count, parameter + 1) < riceBits(sum, count, parameter)) {
            parameter++;
        }
        return parameter;
    }

    private static int riceBits(int sum, int count, int parameter) {
        return count * (1 + parameter) + (sum >> parameter);
    }

    private void writeResidual(int[] folded, int samples, int order, int partitionOrder) {
        int length = samples >> partitionOrder;
        bits.write(0, 2); // four bit Rice parameters
        bits.write(partitionOrder, 4);
        int from = order;
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int to = (partition + 1) * length;
            bits.write(riceParameters[partition], 4);
            bits.writeRice(folded, from, to, riceParameters[partition]);
            from = to;
        }
    }

    /** Folds the sign into the lowest bit. Residuals of 16 bit samples have at most 20 bits. */
    private static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }
}
