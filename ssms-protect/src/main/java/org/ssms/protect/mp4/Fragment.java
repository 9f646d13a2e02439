package org.ssms.protect.mp4;

import java.util.List;

/**
 * One {@code moof} with its {@code mdat}, about one second.
 *
 * @param offset of the {@code moof} in the file
 * @param moofBytes size of the {@code moof} box
 * @param samples in file order; each is one FLAC frame
 */
public record Fragment(long offset, int moofBytes, List<Sample> samples) {
    private static final int MDAT_HEADER = 8;

    /**
     * One encrypted FLAC frame.
     *
     * @param duration in sound samples
     * @param bytes of ciphertext
     * @param iv the 8 byte initialization vector
     */
    public record Sample(int duration, int bytes, long iv) {}

    public Fragment {
        samples = List.copyOf(samples);
    }

    /** Size of both boxes. */
    public int bytes() {
        return moofBytes + MDAT_HEADER + payloadBytes();
    }

    public int payloadBytes() {
        return samples.stream().mapToInt(Sample::bytes).sum();
    }

    /** Of the first encrypted byte in the file. */
    public long payloadOffset() {
        return offset + moofBytes + MDAT_HEADER;
    }

    public long end() {
        return offset + bytes();
    }

    /** In sound samples. */
    public int duration() {
        return samples.stream().mapToInt(Sample::duration).sum();
    }
}
