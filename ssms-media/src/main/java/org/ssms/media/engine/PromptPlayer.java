package org.ssms.media.engine;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Sound;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;

/**
 * Cuts prompts, one after the other, into RTP packets at their time. Time goes on for a device that never listens, so
 * that it does not stop the call's course; for a caller on hold it stands still, and he hears the rest later. Not
 * thread safe.
 */
final class PromptPlayer implements PacketSource {
    /** After a longer stall the rest is sent later instead of in a burst. */
    private static final long MAX_CATCH_UP_NANOS = 200_000_000;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000 / 8000;

    private final RtpSource source;
    private @Nullable List<? extends Sound> prompts;
    /** The prompt of which the next sample is, and where in it; behind the last one in the end. */
    private int current;

    private int position;
    private boolean begun;
    /** When the packet after the last one is due. */
    private long due;

    PromptPlayer(RtpSource source, long now) {
        this.source = source;
        due = now;
    }

    void play(List<? extends Sound> next) {
        prompts = next;
        current = 0;
        position = 0;
        begun = false;
    }

    void stop() {
        prompts = null;
    }

    @Override
    public boolean isBusy() {
        return prompts != null;
    }

    /** The prompts that have ended by now, once; otherwise null. Times are those of the ticks as planned. */
    @Nullable
    List<? extends Sound> takeEnded(long now) {
        List<? extends Sound> played = prompts;
        if (played == null || isPlaying(played, now)) {
            return null;
        }
        prompts = null;
        return played;
    }

    /** Whether those prompts wait for their turn, or are not over yet at that time. */
    boolean isPlaying(List<? extends Sound> which, long now) {
        return prompts == which && (current < which.size() || !begun || now - due < 0);
    }

    @Override
    public int ssrc() {
        return source.ssrc();
    }

    @Override
    public int timestampAt(long now) {
        return source.timestamp() + (int) ((now - due) / NANOS_PER_SAMPLE);
    }

    @Override
    public boolean next(AudioFlow flow, boolean onHold, long now, ByteBuffer out) {
        List<? extends Sound> playing = prompts;
        if (playing == null || now - due < 0 || (begun && current == playing.size())) {
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
        boolean sends = flow.direction().sends();
        if (sends) {
            source.writeHeader(out, flow.payloadType(), first);
        }
        take(playing, samples, flow.codec(), sends ? out : null);
        source.advance(samples);
        due += samples * NANOS_PER_SAMPLE;
        return true;
    }

    /** Goes on by so many samples, with silence behind the last prompt. */
    private void take(List<? extends Sound> playing, int samples, AudioCodec codec, @Nullable ByteBuffer out) {
        int left = samples;
        while (left > 0 && current < playing.size()) {
            Sound sound = playing.get(current);
            int taken = sound.take(out, codec, position, left);
            left -= taken;
            position += taken;
            if (sound.isOver(position)) {
                current++;
                position = 0;
            }
        }
        for (int i = 0; out != null && i < left; i++) {
            out.put(codec.silence());
        }
    }
}
