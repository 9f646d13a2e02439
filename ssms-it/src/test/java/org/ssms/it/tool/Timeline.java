package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.ssms.player.audio.SoundFile;
import org.ssms.player.caller.SentPacket;

/**
 * What a recording of a call must hold, from what the caller sent: every packet at the time its timestamp says, silence
 * where one was lost. The recorder chooses the first packet, which is one after the beep; the last one is the last that
 * was sent.
 */
public final class Timeline {
    private static final int FRAME = 160;

    private final List<SentPacket> recorded;
    private final long start;

    private Timeline(List<SentPacket> recorded) {
        this.recorded = recorded;
        this.start = recorded.get(0).timestamp();
    }

    /** The part of the call that a recording of {@code samples} covers.
     *  @throws AssertionError when it would not begin with a packet of the call, or not before the speech */
    public static Timeline of(List<SentPacket> journal, int samples) {
        List<SentPacket> sent = journal.stream().filter(SentPacket::sent).toList();
        SentPacket last = sent.get(sent.size() - 1);
        long start = last.timestamp() + last.payload().remaining() - samples & 0xffff_ffffL;
        int first = sent.stream().map(SentPacket::timestamp).toList().indexOf(start);
        assertThat(first)
                .as("the recording of %d samples begins with a packet of the call", samples)
                .isNotNegative();
        int speech = sent.indexOf(
                sent.stream().filter(SentPacket::speech).findFirst().orElseThrow());
        assertThat(first)
                .as("the recording of %d samples, up to the last packet, begins before the speech", samples)
                .isLessThanOrEqualTo(speech);
        return new Timeline(sent.subList(first, sent.size()));
    }

    /**
     * How many samples a recording goes on behind the end of the speech; negative when so many of the speech are
     * missing, as after a crash.
     *
     * @throws AssertionError when the recording is not, sample by sample, what the call sent from some packet before
     *     the speech on
     */
    public static int tail(List<SentPacket> journal, short[] recording) {
        List<SentPacket> sent = journal.stream().filter(SentPacket::sent).toList();
        for (int first = 0;
                first < sent.size() && !sent.get(Math.max(0, first - 1)).speech();
                first++) {
            Timeline timeline = new Timeline(sent.subList(first, sent.size()));
            short[] all = timeline.samples();
            if (all.length >= recording.length
                    && Arrays.equals(all, 0, recording.length, recording, 0, recording.length)) {
                return recording.length - timeline.endOfSpeech();
            }
        }
        throw new AssertionError("the recording of %d samples is no part of the call".formatted(recording.length));
    }

    /** In samples, the silence that a caller sent around what he said last.
     *  @param before since his last key
     *  @param after until he hung up */
    public record Pauses(int before, int after) {}

    /** All that was sent must be in the journal, but the keys, which leave a gap in it. */
    public static Pauses pauses(List<SentPacket> journal) {
        int end = journal.size();
        while (!journal.get(end - 1).speech()) {
            end--;
        }
        int begin = end - 1;
        while (journal.get(begin - 1).speech() && isNext(journal, begin)) {
            begin--;
        }
        int key = begin;
        while (!journal.get(key - 1).speech() && isNext(journal, key)) {
            key--;
        }
        return new Pauses((begin - key) * FRAME, (journal.size() - end) * FRAME);
    }

    /** Whether nothing was between that packet and the one before. */
    private static boolean isNext(List<SentPacket> journal, int packet) {
        long since = journal.get(packet).timestamp() - journal.get(packet - 1).timestamp();
        return (since & 0xffff_ffffL) == FRAME;
    }

    private int endOfSpeech() {
        return recorded.stream()
                .filter(SentPacket::speech)
                .mapToInt(packet -> position(packet) + FRAME)
                .max()
                .orElseThrow();
    }

    /** Compares sample by sample and says where the first difference is. */
    public void assertSame(short[] recording) {
        short[] samples = samples();
        int at = Arrays.mismatch(samples, recording);
        if (at >= 0) {
            throw new AssertionError("%d samples expected, %d recorded, first difference in packet %d: %s instead of %s"
                    .formatted(samples.length, recording.length, at / FRAME, some(recording, at), some(samples, at)));
        }
    }

    private static String some(short[] samples, int from) {
        return Arrays.toString(Arrays.copyOfRange(samples, from, Math.min(from + 8, samples.length)));
    }

    /** Linear samples, zero in the gaps. */
    public short[] samples() {
        SentPacket last = recorded.get(recorded.size() - 1);
        short[] samples = new short[position(last) + last.payload().remaining()];
        for (SentPacket packet : recorded) {
            short[] linear = SoundFile.fromUlaw(octets(packet));
            System.arraycopy(linear, 0, samples, position(packet), linear.length);
        }
        return samples;
    }

    /** The G.711 octets of the packets one behind the other, as a receiver without a jitter buffer would write them. */
    public byte[] octets() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        recorded.forEach(packet -> all.writeBytes(octets(packet)));
        return all.toByteArray();
    }

    public int packets() {
        return recorded.size();
    }

    private int position(SentPacket packet) {
        return (int) (packet.timestamp() - start & 0xffff_ffffL);
    }

    private static byte[] octets(SentPacket packet) {
        byte[] octets = new byte[packet.payload().remaining()];
        packet.payload().duplicate().get(octets);
        return octets;
    }
}
