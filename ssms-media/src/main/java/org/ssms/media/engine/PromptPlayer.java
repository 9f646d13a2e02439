package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;

/**
 * Cuts a prompt into RTP packets at their time. Time goes on for a device that never listens, so that it does not stop the
 * call's course; for a caller on hold it stands still, and he hears the rest later. Not thread safe.
 */
final class PromptPlayer {
    /** After a longer stall the rest is sent later instead of in a burst. */
    private static final long MAX_CATCH_UP_NANOS = 200_000_000;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000 / 8000;

    private final RtpSource source;
    private @Nullable Prompt prompt;
    private int position;
    private boolean begun;
    /** When the packet after the last one is due. */
    private long due;

    PromptPlayer(RtpSource source, long now) {
        this.source = source;
        due = now;
    }

    void play(Prompt next) {
        prompt = next;
        position = 0;
        begun = false;
    }

    void stop() {
        prompt = null;
    }

    /** Whether a prompt is played or waits for its turn. */
    boolean isBusy() {
        return prompt != null;
    }

    /** The prompt that has ended by now, once; otherwise null. Times are those of the ticks as planned. */
    @Nullable
    Prompt takeEnded(long now) {
        Prompt played = prompt;
        if (played == null || position < played.samples() || !begun || now - due < 0) {
            return null;
        }
        prompt = null;
        return played;
    }

    /** Whether that prompt waits for its turn, or is not over yet at that time. */
    boolean isPlaying(Prompt which, long now) {
        return prompt == which && (position < which.samples() || !begun || now - due < 0);
    }

    /** The timestamp of our stream at that time. */
    int timestampAt(long now) {
        return source.timestamp() + (int) ((now - due) / NANOS_PER_SAMPLE);
    }

    /**
     * Goes on by one packet if it is due.
     *
     * @param onHold the caller is to hear nothing now, and the rest of the prompt later
     * @param out gets the packet; stays empty when the flow does not let us send
     * @return false when nothing is due
     */
    boolean next(AudioFlow flow, boolean onHold, long now, ByteBuffer out) {
        Prompt playing = prompt;
        if (playing == null || now - due < 0 || (begun && position >= playing.samples())) {
            return false;
        }
        if (onHold) {
            begun = false;
            return false;
        }
        boolean first = !begun;
        if (first || now - due > MAX_CATCH_UP_NANOS) {
            // the time that nothing was sent goes by in the timestamps, too
            source.advance((int) ((now - due) / NANOS_PER_SAMPLE));
            due = now;
            begun = true;
        }
        int samples = flow.ptimeMillis() * flow.codec().clockRate() / 1000;
        if (flow.direction().sends()) {
            write(playing, flow, first, samples, out);
        }
        position += samples;
        source.advance(samples);
        due += samples * NANOS_PER_SAMPLE;
        return true;
    }

    private void write(Prompt playing, AudioFlow flow, boolean first, int samples, ByteBuffer out) {
        source.writeHeader(out, flow.payloadType(), first);
        int available = Math.min(samples, playing.samples() - position);
        playing.copyTo(out, flow.codec(), position, available);
        for (int i = available; i < samples; i++) {
            out.put(flow.codec().silence());
        }
    }
}
