package org.ssms.media.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.sdp.AudioFlow;

/**
 * The media of one call. Every method may be called by any thread and never blocks: it leaves a message for the call's
 * loop, and messages are done in order. After {@link #close()} they do nothing.
 */
public final class MediaCall {
    private final int localPort;
    private final LiveCall live;
    private final MediaLoop loop;

    MediaCall(int localPort, LiveCall live, MediaLoop loop) {
        this.localPort = localPort;
        this.live = live;
        this.loop = loop;
    }

    /** The even UDP port on which the call receives RTP. */
    public int localPort() {
        return localPort;
    }

    /**
     * Starts the flow, or changes it after a re-INVITE. Before the first time nothing is received and nothing is sent, so
     * call it when the ACK is there. A new remote address forgets the source to which the call was bound.
     */
    public void connect(AudioFlow flow) {
        loop.post(() -> live.connect(flow));
    }

    /** Plays the prompt from its start, instead of one that may be playing; waits for {@link #connect}. */
    public void play(Prompt prompt) {
        loop.post(() -> live.play(prompt));
    }

    /** Stops the prompt; nobody is told. */
    public void stopPrompt() {
        loop.post(live::stopPrompt);
    }

    /**
     * Records from the next audio frame on; {@link #connect} must have come before. A recording that is still running is
     * ended first, as by {@link #stopRecording()}. On a closed call the sink is told the end at once.
     */
    public void record(AudioSink sink, RecordingLimits limits) {
        loop.post(() -> live.record(sink, limits));
    }

    /**
     * Ends the recording. The stage completes on the loop when the last frame was handed to the sink and
     * {@link AudioSink#end()} has returned, exceptionally when the sink failed; with the figures of the last recording
     * when that had ended before, and with zeros when there was none. What depends on it must not block.
     */
    public CompletionStage<RecordingStats> stopRecording() {
        CompletableFuture<RecordingStats> done = new CompletableFuture<>();
        loop.post(() -> {
            loop.drain(live);
            live.stopRecording(done);
        });
        return done;
    }

    /**
     * Ends recording and prompt and frees the port. The stage completes on the loop when that is done; closing twice is
     * harmless.
     */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.post(() -> {
            loop.close(live);
            done.complete(null);
        });
        return done;
    }
}
