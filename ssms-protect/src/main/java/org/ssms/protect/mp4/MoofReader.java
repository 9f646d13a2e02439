package org.ssms.protect.mp4;

import java.util.ArrayList;
import java.util.List;
import org.ssms.protect.flac.FlacEncoder;
import org.ssms.protect.mp4.Fragment.Sample;

/** Reads the {@code moof} boxes of {@link MovieFragment}, with every field checked, and nothing else. */
final class MoofReader {
    private static final int TRUN_FLAGS =
            MovieFragment.DATA_OFFSET | MovieFragment.SAMPLE_DURATION | MovieFragment.SAMPLE_SIZE;

    private MoofReader() {}

    /**
     * The samples of a fragment.
     *
     * @param sequenceNumber that it must have
     * @param time its first sample's, in sound samples
     */
    static List<Sample> samples(Box moof, int sequenceNumber, long time) throws MalformedContentException {
        List<Box> children = moof.children();
        Box mfhd = moof.only("mfhd", children);
        mfhd.expect(0, "version");
        mfhd.expect(sequenceNumber, "sequence number");
        mfhd.expectEnd();
        Box traf = moof.only("traf", children);
        List<Box> parts = traf.children();
        tfhd(traf.only("tfhd", parts));
        tfdt(traf.only("tfdt", parts), time);
        return samples(moof, traf.only("trun", parts), traf.only("senc", parts));
    }

    private static void tfhd(Box tfhd) throws MalformedContentException {
        tfhd.expect(MovieFragment.DEFAULT_BASE_IS_MOOF | MovieFragment.DEFAULT_SAMPLE_FLAGS, "flags");
        tfhd.expect(InitSegment.TRACK_ID, "track");
        tfhd.expect(MovieFragment.DEPENDS_ON_NONE, "sample flags");
        tfhd.expectEnd();
    }

    private static void tfdt(Box tfdt, long time) throws MalformedContentException {
        tfdt.expect(0x01_000000, "version");
        if (tfdt.int64() != time) {
            throw tfdt.malformed("unexpected time");
        }
        tfdt.expectEnd();
    }

    private static List<Sample> samples(Box moof, Box trun, Box senc) throws MalformedContentException {
        trun.expect(TRUN_FLAGS, "flags");
        int count = trun.count(MovieFragment.MAX_SAMPLES);
        trun.expect(Box.HEADER + moof.body().limit() + MovieFragment.MDAT_HEADER, "data offset");
        senc.expect(0, "flags");
        senc.expect(count, "number of samples");
        List<Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            samples.add(new Sample(
                    trun.count(FlacEncoder.BLOCK_SIZE), trun.count(FlacEncoder.MAX_FRAME_BYTES), senc.int64()));
        }
        trun.expectEnd();
        senc.expectEnd();
        if (count == 0) {
            throw trun.malformed("has no sample");
        }
        return samples;
    }
}
