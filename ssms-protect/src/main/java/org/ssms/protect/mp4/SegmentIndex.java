package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The space between {@code moov} and the first fragment. While recording it is one {@code free} box; at finalising it
 * becomes a {@code sidx} with one reference per fragment (ISO/IEC 14496-12 §8.16.3) and a smaller {@code free} box, so
 * that no byte after it has to move.
 */
final class SegmentIndex {
    static final int MAX_FRAGMENTS = 0xffff; // reference_count has 16 bits

    private static final int BOX_HEADER = 8;
    private static final int SIDX_BYTES = 40;
    private static final int REFERENCE_BYTES = 12;
    private static final int STARTS_WITH_SAP_TYPE_1 = 0x9000_0000;

    private SegmentIndex() {}

    /** An empty place for an index of up to that many fragments. */
    static ByteBuffer reserve(int maxFragments) {
        int size = SIDX_BYTES + REFERENCE_BYTES * maxFragments + BOX_HEADER;
        ByteBuffer space = ByteBuffer.allocate(size);
        free(space, size);
        return space.flip();
    }

    /**
     * Makes the index that fills a reserved place.
     *
     * @param size of the place in bytes
     * @throws IllegalArgumentException when it is too small for these fragments
     */
    static ByteBuffer fill(int size, List<Fragment> fragments) {
        int rest = size - SIDX_BYTES - REFERENCE_BYTES * fragments.size();
        if (rest < BOX_HEADER) {
            throw new IllegalArgumentException("no room for an index of " + fragments.size() + " fragments");
        }
        ByteBuffer space = ByteBuffer.allocate(size);
        sidx(space, fragments, rest);
        free(space, rest);
        return space.flip();
    }

    private static void sidx(ByteBuffer out, List<Fragment> fragments, int firstOffset) {
        out.putInt(SIDX_BYTES + REFERENCE_BYTES * fragments.size()).put("sidx".getBytes(US_ASCII));
        out.putInt(0x01_000000); // version 1, flags 0
        out.putInt(InitSegment.TRACK_ID); // reference_ID
        out.putInt(InitSegment.TIMESCALE);
        out.putLong(0); // earliest_presentation_time
        out.putLong(firstOffset); // from the end of this box to the first fragment
        out.putShort((short) 0).putShort((short) fragments.size()); // reserved, reference_count
        for (Fragment fragment : fragments) {
            out.putInt(fragment.bytes()); // reference_type 0: media; referenced_size
            out.putInt(fragment.duration()); // subsegment_duration
            out.putInt(STARTS_WITH_SAP_TYPE_1);
        }
    }

    private static void free(ByteBuffer out, int size) {
        out.putInt(size).put("free".getBytes(US_ASCII));
        out.put(new byte[size - BOX_HEADER]);
    }
}
