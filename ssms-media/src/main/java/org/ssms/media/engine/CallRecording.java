package org.ssms.media.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.media.dtmf.DtmfReceiver;
import org.ssms.media.prompt.Sound;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.sdp.AudioFlow;

/**
 * The recording of a call that runs, or that waits for the end of prompts, and the figures of the last. On the loop.
 */
final class CallRecording {
    private static final Logger LOG = System.getLogger(CallRecording.class.getName());

    /** A recording to come. */
    private record Awaiting(List<? extends Sound> prompts, AudioSink sink, RecordingLimits limits) {}

    private final DtmfReceiver keys;
    private final CallTones tones;
    private final LoopContext loop;
    private @Nullable Awaiting awaiting;
    private @Nullable CallRecorder recorder;
    private RecordingStats stats = new RecordingStats(0, 0, 0, 0, 0);

    CallRecording(DtmfReceiver keys, CallTones tones, LoopContext loop) {
        this.keys = keys;
        this.tones = tones;
        this.loop = loop;
    }

    void start(AudioSink sink, RecordingLimits limits) {
        finish();
        recorder = new CallRecorder(sink, limits, keys, tones, loop, loop.now());
    }

    void await(List<? extends Sound> prompts, AudioSink sink, RecordingLimits limits) {
        finish();
        awaiting = new Awaiting(prompts, sink, limits);
    }

    /** The prompts whose end is waited for, or null. */
    @Nullable
    List<? extends Sound> awaited() {
        return awaiting == null ? null : awaiting.prompts();
    }

    /** The prompts are over: what has come at that time, or comes later, is recorded. */
    void begin(long now) {
        Awaiting begun = awaiting;
        if (begun != null) {
            awaiting = null;
            recorder = new CallRecorder(begun.sink(), begun.limits(), keys, tones, loop, now);
        }
    }

    void offer(RtpPacket packet, AudioFlow flow, long now) {
        if (recorder != null) {
            recorder.offer(packet, flow, now);
        }
    }

    void sourceChanged() {
        if (recorder != null) {
            recorder.sourceChanged();
        }
    }

    /** Nothing to wonder about if nothing is said now: a key was pressed, or the caller is on hold. */
    void excuseSilence(long now) {
        if (recorder != null) {
            recorder.excuseSilence(now);
        }
    }

    /** Whether a recording runs and has sound in it. */
    boolean hasSound() {
        return recorder != null && recorder.hasSound();
    }

    /** Lets time pass; why the recording is to be finished now, or null. As {@link CallRecorder#tick}. */
    @Nullable
    RecordingEnd tick(long now, long emptyAt) {
        return recorder == null ? null : recorder.tick(now, emptyAt);
    }

    /** Ends what runs or is waited for; what failed in the sink, or null. */
    @Nullable
    Throwable finish() {
        begin(loop.now()); // its sink is told the end as that of any other
        CallRecorder running = recorder;
        if (running == null) {
            return null;
        }
        recorder = null;
        Throwable failure = running.finish(loop.now());
        stats = running.stats();
        if (failure != null) {
            LOG.log(Level.WARNING, "SSMS-2003 a recording could not be written", failure);
        }
        return failure;
    }

    /** Of the last recording that has ended; zeros when there was none. */
    RecordingStats stats() {
        return stats;
    }
}
