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
    private final CallTones tones;
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
    private boolean started;
    private long samples;
    private long frames;
    private @Nullable HeldFrames held;
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
     * @param tones the same of callers without telephone-events: what may be one is held back until it is known
     * @param begun what came before is not recorded, nanoseconds of the loop's clock
     */
    CallRecorder(
            AudioSink sink, RecordingLimits limits, DtmfReceiver keys, CallTones tones, LoopContext loop, long begun) {
        this.sink = sink;
        codec = sink.codec();
        this.keys = keys;
        this.tones = tones;
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
        if (end == null && started && nowNanos - startNanos >= maxNanos) {
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
        release(true);
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
        if (!started) {
            started = true;
            firstSequence = sequence;
            startNanos = now;
        }
        long timestamp = packet.timestamp();
        int offset = (int) (sequence - firstSequence);
        ByteBuffer payload = packet.selectPayload();
        received.decode(payload, loop.scratch().pcm);
        silence.frame(loop.scratch().pcm, length, now);
        payload = received == codec ? payload : transcoded(length);
        HeldFrames holding = tones.isListening() && held == null ? new HeldFrames() : held;
        if (holding == null) {
            handOn(time, offset, payload, length);
            return;
        }
        held = holding;
        holding.add(time, offset, timestamp, payload);
        release(false);
    }

    /**
     * Hands on the frames of which it is known what they are.
     *
     * @param last nothing more will be known: hands on all
     */
    private void release(boolean last) {
        HeldFrames holding = held;
        while (holding != null
                && !holding.isEmpty()
                && (last || holding.isFull() || tones.isSettled(holding.endOfOldest()))) {
            HeldFrames.Frame frame = holding.take();
            if (failure == null) {
                ByteBuffer payload = frame.payload();
                tones.mute(payload, codec, frame.timestamp(), last);
                handOn(frame.time(), frame.sequenceOffset(), payload, codec.decode(payload, loop.scratch().pcm));
            }
        }
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
            frames++;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            end = RecordingEnd.SINK_FAILED;
        }
    }
}
