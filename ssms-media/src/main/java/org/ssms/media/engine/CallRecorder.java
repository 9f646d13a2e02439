package org.ssms.media.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.DtmfReceiver;
import org.ssms.media.dtmf.TelephoneEvent;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.ReorderBuffer;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.Timeline;
import org.ssms.media.sdp.AudioFlow;

/**
 * One recording: packets of the caller in any order become frames in order of time for the sink, until a limit is
 * reached. Not thread safe; used on the call's loop.
 */
final class CallRecorder implements ReorderBuffer.Output {
    private final AudioSink sink;
    private final AudioCodec codec;
    private final DtmfReceiver keys;
    private final LoopContext loop;
    private final ReorderBuffer order = new ReorderBuffer(this);
    private final Timeline timeline;
    private final SilenceDetector silence;
    private final long maxSamples;
    private final long maxNanos;
    private final long begun;

    private long lostCounted;
    private long lateCounted;
    private long duplicatesCounted;
    private long now;
    private long startNanos;
    private long firstSequence;
    private long samples;
    private long frames;
    /** Sequence and timestamp of the last packet that ended a key. */
    private long keyEnd = Long.MAX_VALUE;

    private long keyEnded;
    private @Nullable AudioFlow flow;
    private @Nullable RecordingEnd end;
    private @Nullable Throwable failure;

    /**
     * Starts to wait for the first frame.
     *
     * @param keys knows which part of the caller's time is a key press; audio in it is not recorded
     * @param begun what came before is not recorded, nanoseconds of the loop's clock
     */
    CallRecorder(AudioSink sink, RecordingLimits limits, DtmfReceiver keys, LoopContext loop, long begun) {
        this.sink = sink;
        codec = sink.codec();
        this.keys = keys;
        this.loop = loop;
        now = begun;
        this.begun = begun;
        timeline = new Timeline(codec.clockRate());
        silence = new SilenceDetector(limits.silence().toNanos(), now);
        maxNanos = limits.max().toNanos();
        maxSamples = limits.max().toMillis() * codec.clockRate() / 1000;
    }

    /** Takes the next packet of the caller's source, whatever it carries. */
    void offer(RtpPacket packet, AudioFlow current, long arrival) {
        if (arrival - begun >= 0) {
            now = arrival;
            flow = current;
            order.offer(packet, arrival);
        }
    }

    void sourceChanged() {
        order.sourceChanged();
    }

    void excuseSilence(long nowNanos) {
        silence.activity(nowNanos);
    }

    /** Whether there is sound in it. */
    boolean hasSound() {
        return frames > 0;
    }

    /**
     * Lets time pass; to be called every turn. The reason when the recording is over, otherwise null.
     *
     * @param emptyAt what had come by then is here: until then nobody looks silent, and nothing missing, only because
     *     we have not read it
     */
    @Nullable
    RecordingEnd tick(long nowNanos, long emptyAt) {
        now = nowNanos;
        order.release(emptyAt);
        count();
        if (end == null && frames > 0 && nowNanos - startNanos >= maxNanos) {
            end = RecordingEnd.MAX_LENGTH;
        }
        if (end == null && silence.isOver(emptyAt)) {
            end = RecordingEnd.SILENCE;
        }
        return end;
    }

    /**
     * Hands the rest to the sink and tells it the end. To be called once.
     *
     * @return what failed in the sink, now or before, or null
     */
    @Nullable
    Throwable finish(long nowNanos) {
        now = nowNanos;
        order.flush();
        count();
        try {
            sink.end();
        } catch (IOException | RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
        return failure;
    }

    private void count() {
        LoopCounters counters = loop.counters();
        counters.lost.add(order.lost() - lostCounted);
        counters.late.add(order.late() - lateCounted);
        counters.duplicate.add(order.duplicates() - duplicatesCounted);
        lostCounted = order.lost();
        lateCounted = order.late();
        duplicatesCounted = order.duplicates();
    }

    RecordingStats stats() {
        return new RecordingStats(samples, frames, order.lost(), order.late(), order.duplicates());
    }

    @Override
    public void packet(RtpPacket packet, long sequence) {
        AudioFlow agreed = Objects.requireNonNull(flow, "comes with the first packet");
        if (packet.payloadType() == agreed.telephoneEventPayloadType()) {
            noteEnd(packet, sequence);
            return;
        }
        AudioCodec received = agreed.codecOf(packet.payloadType());
        int length = packet.payloadLength();
        boolean audio = received != null && length > 0 && length <= FrameScratch.MAX_SAMPLES;
        boolean ended = end != null && end != RecordingEnd.SILENCE; // silence: what was held is yet to come
        if (ended || received == null || !audio || isTone(packet, sequence)) {
            return;
        }
        long time = timeline.place(packet.timestamp(), sequence, length, now);
        if (time + length > maxSamples) {
            end = RecordingEnd.MAX_LENGTH;
            return;
        }
        if (frames++ == 0) {
            firstSequence = sequence;
            startNanos = now;
        }
        ByteBuffer payload = packet.selectPayload();
        received.decode(payload, loop.scratch().pcm);
        silence.frame(loop.scratch().pcm, length, now);
        handOn(time, (int) (sequence - firstSequence), received == codec ? payload : transcoded(length), length);
    }

    /** What follows the end of a key is sound, also from a sender whose clock stood still meanwhile. */
    private boolean isTone(RtpPacket packet, long sequence) {
        boolean afterKey = sequence > keyEnd && keys.timestamp() == keyEnded;
        return keys.covers(packet.timestamp()) && !afterKey;
    }

    private void noteEnd(RtpPacket packet, long sequence) {
        try {
            if (TelephoneEvent.parse(packet.payload()).end()) {
                keyEnd = sequence;
                keyEnded = packet.timestamp();
            }
        } catch (MalformedPacketException e) {
            // it was counted when it came
        }
    }

    private ByteBuffer transcoded(int length) {
        codec.encode(loop.scratch().pcm, length, loop.scratch().payload.clear());
        return loop.scratch().payload.flip();
    }

    private void handOn(long time, int sequenceOffset, ByteBuffer payload, int length) {
        try {
            sink.frame(time, sequenceOffset, payload, loop.scratch().pcm, length);
            samples = time + length;
        } catch (IOException | RuntimeException | Error e) {
            frames--;
            failure = e;
            end = RecordingEnd.SINK_FAILED;
        }
    }
}
