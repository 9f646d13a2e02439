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

    MediaCall(int localPort) {
        this.localPort = localPort;
    }

    /** The even UDP port on which the call receives RTP. */
    public int localPort() {
        return localPort;
    }

    /**
     * Starts the flow, or changes it after a re-INVITE. Before the first time nothing is received and nothing is sent, so
     * call it when the ACK is there. A new remote address forgets the source to which the call was bound.
     */
    public void connect(AudioFlow flow) {}

    /** Plays the prompt from its start, instead of one that may be playing; waits for {@link #connect}. */
    public void play(Prompt prompt) {}

    public void stopPrompt() {}

    /**
     * Records from the next audio frame on. A recording that is still running is ended first, as by
     * {@link #stopRecording()}.
     */
    public void record(AudioSink sink, RecordingLimits limits) {}

    /**
     * Ends the recording. The stage completes on the loop when the last frame was handed to the sink and
     * {@link AudioSink#end()} has returned; with the figures of the last recording when that had ended before, and with
     * zeros when there was none.
     */
    public CompletionStage<RecordingStats> stopRecording() {
        return CompletableFuture.completedFuture(new RecordingStats(0, 0, 0, 0, 0));
    }

    /** Ends recording and prompt and frees the port. The stage completes when that is done; closing twice is harmless. */
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
