package org.ssms.protect.flac;

import java.util.Arrays;

/**
 * Decodes the frames of {@link FlacEncoder} and nothing else of FLAC: one channel, 16 bit, 8 kHz, no linear
 * prediction. Both checksums are verified.
 */
public final class FlacDecoder {
    private FlacDecoder() {}

    /**
     * Decodes one frame.
     *
     * @param frame exactly one frame from {@code offset}, {@code length} bytes; left unchanged
     * @param frameNumber that it must have
     * @return a fresh array of 1 to {@value FlacEncoder#BLOCK_SIZE} samples
     */
    public static short[] decode(byte[] frame, int offset, int length, int frameNumber) throws MalformedFlacException {
        int end = offset + length - 2;
        if (length < 10 || FlacCrc.crc16(frame, offset, end) != readCrc16(frame, end)) {
            throw new MalformedFlacException("frame checksum differs");
        }
        BitReader bits = new BitReader(frame, offset, end);
        require(bits.read(16) == FlacEncoder.SYNC_FIXED_BLOCK_SIZE, "no frame of a fixed block size");
        require(bits.read(4) == FlacEncoder.BLOCK_SIZE_16_BIT && bits.read(4) == FlacEncoder.RATE_8_KHZ, "not 8 kHz");
        require(bits.read(4) == 0 && bits.read(4) == FlacEncoder.DEPTH_16_BIT << 1, "not one channel of 16 bit");
        require(readCodedNumber(bits) == frameNumber, "another frame number");
        int samples = bits.read(16) + 1;
        require(samples <= FlacEncoder.BLOCK_SIZE, "too many samples");
        int headerEnd = bits.position();
        require(bits.read(8) == FlacCrc.crc8(frame, offset, headerEnd), "header checksum differs");
        short[] pcm = new short[samples];
        readSubframe(bits, pcm);
        bits.align();
        require(bits.position() == end, "bytes after the frame");
        return pcm;
    }

    private static int readCrc16(byte[] frame, int at) {
        return ((frame[at] & 0xff) << 8) | (frame[at + 1] & 0xff);
    }

    private static int readCodedNumber(BitReader bits) throws MalformedFlacException {
        int first = bits.read(8);
        if (first < 0x80) {
            return first;
        }
        int following = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
        require(following >= 1 && following <= 5, "coded number");
        int value = first & (0x3f >> following);
        for (int i = 0; i < following; i++) {
            require(bits.read(2) == 2, "coded number");
            value = (value << 6) | bits.read(6);
        }
        return value;
    }

    private static void readSubframe(BitReader bits, short[] pcm) throws MalformedFlacException {
        int type = bits.read(7);
        int wasted = bits.read(1) == 0 ? 0 : bits.readUnary() + 1;
        require(wasted < FlacEncoder.BITS_PER_SAMPLE, "wasted bits");
        int depth = FlacEncoder.BITS_PER_SAMPLE - wasted;
        int[] values = new int[pcm.length];
        if (type == FlacEncoder.SUBFRAME_CONSTANT) {
            Arrays.fill(values, bits.readSigned(depth));
        } else if (type == FlacEncoder.SUBFRAME_VERBATIM) {
            readSamples(bits, values, values.length, depth);
        } else {
            int order = type - FlacEncoder.SUBFRAME_FIXED;
            require(order >= 0 && order <= FlacEncoder.MAX_ORDER && order <= values.length, "subframe type");
            readSamples(bits, values, order, depth);
            readResidual(bits, values, order);
            restore(values, order);
        }
        for (int i = 0; i < pcm.length; i++) {
            int sample = values[i] << wasted;
            require(sample == (short) sample, "sample out of range");
            pcm[i] = (short) sample;
        }
    }

    private static void readSamples(BitReader bits, int[] values, int count, int depth) throws MalformedFlacException {
        for (int i = 0; i < count; i++) {
            values[i] = bits.readSigned(depth);
        }
    }

    private static void readResidual(BitReader bits, int[] values, int order) throws MalformedFlacException {
        require(bits.read(2) == 0, "residual coding method");
        int partitionOrder = bits.read(4);
        int length = values.length >> partitionOrder;
        require(length << partitionOrder == values.length && length >= order, "partition order");
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int parameter = bits.read(4);
            require(parameter < 15, "escaped partition");
            for (int i = partition == 0 ? order : partition * length; i < (partition + 1) * length; i++) {
                int folded = (bits.readUnary() << parameter) | bits.read(parameter);
                values[i] = (folded >>> 1) ^ -(folded & 1);
            }
        }
    }

    private static void restore(int[] x, int order) {
        for (int i = order; i < x.length; i++) {
            x[i] += switch (order) {
                case 0 -> 0;
                case 1 -> x[i - 1];
                case 2 -> 2 * x[i - 1] - x[i - 2];
                case 3 -> 3 * x[i - 1] - 3 * x[i - 2] + x[i - 3];
                default -> 4 * x[i - 1] - 6 * x[i - 2] + 4 * x[i - 3] - x[i - 4];
            };
        }
    }

    private static void require(boolean condition, String problem) throws MalformedFlacException {
        if (!condition) {
            throw new MalformedFlacException(problem);
        }
    }
}
