package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes {@code moof} and {@code mdat} boxes, one method per box, each exactly as long as its size constant or method
 * says. ISO/IEC 14496-12 §8.8; {@code senc}, {@code saiz}, {@code saio}: ISO/IEC 23001-7 §7.
 */
final class MovieFragment {
    static final int MAX_SAMPLES = 10;
    static final int MDAT_HEADER = 8;

    static final int DEFAULT_BASE_IS_MOOF = 0x020000;
    static final int DEFAULT_SAMPLE_FLAGS = 0x000020;
    static final int DATA_OFFSET = 0x000001;
    static final int SAMPLE_DURATION = 0x000100;
    static final int SAMPLE_SIZE = 0x000200;
    static final int DEPENDS_ON_NONE = 0x0200_0000;

    private static final int MFHD = 16;
    private static final int TFHD = 20;
    private static final int TFDT = 20;
    private static final int SAIZ = 17;
    private static final int SAIO = 20;
    private static final int SENC_HEADER = 16;
    private static final byte[] EMPTY = {};

    /** Durations, ciphertext and IVs of the samples of the fragment in work. */
    private final int[] durations = new int[MAX_SAMPLES];

    private final byte[][] contents = new byte[MAX_SAMPLES][];
    private final long[] ivs = new long[MAX_SAMPLES];
    private int samples;
    private int sequenceNumber;
    private long decodeTime;

    /** Size of {@code moof} and {@code mdat} header together with that many samples. */
    static int headerBytes(int samples) {
        return moof(samples) + MDAT_HEADER;
    }

    boolean isEmpty() {
        return samples == 0;
    }

    boolean isFull() {
        return samples == MAX_SAMPLES;
    }

    /** Takes the array over. */
    void add(int duration, byte[] content, long iv) {
        durations[samples] = duration;
        contents[samples] = content;
        ivs[samples] = iv;
        samples++;
    }

    /** Writes {@code moof} and {@code mdat} with the samples that were added, and starts the next fragment. */
    void write(ByteBuffer out) {
        int payload = 0;
        int duration = 0;
        for (int i = 0; i < samples; i++) {
            payload += contents[i].length;
            duration += durations[i];
        }
        sequenceNumber++;
        header(out, moof(samples), "moof");
        mfhd(out);
        header(out, traf(samples), "traf");
        tfhd(out);
        tfdt(out);
        trun(out);
        saiz(out);
        saio(out);
        senc(out);
        header(out, MDAT_HEADER + payload, "mdat");
        for (int i = 0; i < samples; i++) {
            out.put(contents[i]);
        }
        Arrays.fill(contents, EMPTY);
        decodeTime += duration;
        samples = 0;
    }

    private static int moof(int samples) {
        return 8 + MFHD + traf(samples);
    }

    private static int traf(int samples) {
        return 8 + TFHD + TFDT + trun(samples) + SAIZ + SAIO + senc(samples);
    }

    private static int trun(int samples) {
        return 20 + 8 * samples;
    }

    private static int senc(int samples) {
        return SENC_HEADER + InitSegment.IV_BYTES * samples;
    }

    private void mfhd(ByteBuffer out) {
        fullHeader(out, MFHD, "mfhd", 0);
        out.putInt(sequenceNumber);
    }

    private static void tfhd(ByteBuffer out) {
        fullHeader(out, TFHD, "tfhd", DEFAULT_BASE_IS_MOOF | DEFAULT_SAMPLE_FLAGS);
        out.putInt(InitSegment.TRACK_ID);
        out.putInt(DEPENDS_ON_NONE);
    }

    private void tfdt(ByteBuffer out) {
        fullHeader(out, TFDT, "tfdt", 0x01_000000); // version 1: 64 bit
        out.putLong(decodeTime);
    }

    private void trun(ByteBuffer out) {
        fullHeader(out, trun(samples), "trun", DATA_OFFSET | SAMPLE_DURATION | SAMPLE_SIZE);
        out.putInt(samples);
        out.putInt(headerBytes(samples)); // data_offset: from the start of moof
        for (int i = 0; i < samples; i++) {
            out.putInt(durations[i]).putInt(contents[i].length);
        }
    }

    private void saiz(ByteBuffer out) {
        fullHeader(out, SAIZ, "saiz", 0);
        out.put((byte) InitSegment.IV_BYTES); // default_sample_info_size
        out.putInt(samples);
    }

    private void saio(ByteBuffer out) {
        fullHeader(out, SAIO, "saio", 0);
        out.putInt(1);
        out.putInt(moof(samples) - InitSegment.IV_BYTES * samples); // of the first IV, from the start of moof
    }

    private void senc(ByteBuffer out) {
        fullHeader(out, senc(samples), "senc", 0);
        out.putInt(samples);
        for (int i = 0; i < samples; i++) {
            out.putLong(ivs[i]);
        }
    }

    private static void fullHeader(ByteBuffer out, int size, String type, int versionAndFlags) {
        header(out, size, type);
        out.putInt(versionAndFlags);
    }

    private static void header(ByteBuffer out, int size, String type) {
        out.putInt(size).put(type.getBytes(US_ASCII));
    }
}
