package org.ssms.media.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ssms.media.prompt.Sound;
import org.ssms.media.sdp.AudioFlow;

/**
 * The media of one call. Every method may be called by any thread and never blocks: it leaves a message for the call's
 * loop, and messages are done in order. After {@link #close()} they do nothing.
 */
public final class MediaCall {
    /**
     * For so long a caller on hold is waited for. Whoever is on hold for longer while he is recorded has ended his
     * message, as one who says nothing.
     */
    public static final Duration LONGEST_HOLD = Duration.ofSeconds(90);

    private final InetSocketAddress local;
    private final LiveCall live;
    private final MediaLoop loop;
    private final PacketProtection.Factory protections;

    MediaCall(InetSocketAddress local, LiveCall live, MediaLoop loop, PacketProtection.Factory protections) {
        this.local = local;
        this.live = live;
        this.loop = loop;
        this.protections = protections;
    }

    /** The even UDP port on which the call receives RTP. */
    public int localPort() {
        return local.getPort();
    }

    /** The address on which the call receives RTP. */
    public InetAddress localAddress() {
        return local.getAddress();
    }

    /**
     * Starts the flow, or changes it after a re-INVITE. Before the first time nothing is received and nothing is sent,
     * so call it when the ACK is there. A new remote address lets the caller come from another source. A flow with keys
     * that are not those of the flow before starts new SRTP contexts; the keys are the engine's to close, when the next
     * flow has others or the call is closed. An engine without SRTP does not let such a flow begin.
     */
    public void connect(AudioFlow flow) {
        change(() -> live.connect(flow, protections));
    }

    /**
     * From where the call is signalled: media from that host are more likely the caller's than those of any other,
     * unless they come from where the session description says. To be called before {@link #connect}.
     *
     * @param trusted the call is sent to where its session description says for as long as it likes, also when nothing
     *     comes from there
     */
    public void signalledFrom(InetAddress host, boolean trusted) {
        loop.post(() -> live.signaller(host, trusted));
    }

    /**
     * Plays the prompts one after the other with nothing between, instead of what may be playing; waits for
     * {@link #connect}.
     *
     * @param prompts immutable; the listener is told the end of this list, not of an equal one
     */
    public void play(List<? extends Sound> prompts) {
        loop.post(() -> live.play(prompts));
    }

    /** Stops what is played; nobody is told. */
    public void stopPrompts() {
        loop.post(live::stopPrompts);
    }

    /**
     * Sends a stream instead of what may be played or sent; waits for {@link #connect}. Nothing is done to its packets:
     * only a flow without keys of its own can have one.
     */
    public void send(PacketStream stream) {
        loop.post(() -> live.send(stream));
    }

    /** Stops the stream; nobody is told. */
    public void stopStream() {
        loop.post(live::stopStream);
    }

    /**
     * Whether keys are heard by their tones, too, from a caller who has not agreed on telephone-events; not from the
     * start. Costs processor time while it is on, so only who waits for keys asks for it. Only what is received is
     * listened to. The tones of a key are silence in a recording that runs meanwhile.
     */
    public void listenForTones(boolean on) {
        loop.post(() -> live.listenForTones(on));
    }

    /**
     * The caller has pressed a key of which his signalling tells. The listener is told it as any other, and once when
     * the media tell it, too.
     */
    public void press(char digit) {
        loop.post(() -> live.press(digit));
    }

    /**
     * Records from the next audio frame on; {@link #connect} must have come before. A recording that is still running
     * is ended first, as by {@link #stopRecording()}. On a closed call the sink is told the end at once.
     */
    public void record(AudioSink sink, RecordingLimits limits) {
        change(() -> live.record(sink, limits));
    }

    /**
     * As {@link #play}, and records from their end on, with no gap between: what comes when the prompts are over is
     * recorded, even if the listener is told later. The recording counts as running from now on. It begins earlier when
     * the prompts are stopped or others are played.
     */
    public void recordAfter(List<? extends Sound> prompts, AudioSink sink, RecordingLimits limits) {
        change(() -> live.recordAfter(prompts, sink, limits));
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
     * Of a call that is read every 100 ms, what has come before the change is still taken as before; of one that is
     * read every 20 ms nobody would notice. Who comes back from hold may speak before his signalling is here, and music
     * is not recorded: what has come is taken as after the change.
     */
    private void change(Runnable step) {
        loop.post(() -> {
            if (!live.isBrisk() && !live.isOnHold()) {
                loop.drain(live);
            }
            step.run();
        });
    }

    /**
     * Ends recording and prompt and frees the port. The stage completes on the loop when that is done, with the figures
     * of the call; closing twice is harmless.
     */
    public CompletionStage<ReceptionStats> close() {
        CompletableFuture<ReceptionStats> done = new CompletableFuture<>();
        loop.post(() -> {
            try {
                loop.close(live);
            } finally {
                done.complete(live.reception());
            }
        });
        return done;
    }
}
