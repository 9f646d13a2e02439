package org.ssms.call;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Simple;
import org.ssms.media.engine.MediaCallListener;
import org.ssms.media.engine.PacketStream;
import org.ssms.media.engine.RecordingEnd;
import org.ssms.media.prompt.Sound;

/** Tells a call what happens on its media, in the words of its script. */
final class MediaEvents implements MediaCallListener {
    private volatile Consumer<CallEvent> call = event -> {};
    private volatile @Nullable List<Sound> playing;
    private volatile @Nullable PacketStream sending;

    /** To be called before the media are connected; until then nothing happens on them. */
    void deliverTo(Consumer<CallEvent> call) {
        this.call = call;
    }

    /** Only the end of this list counts; that of an earlier one may still be on its way. */
    void playing(List<Sound> prompts) {
        playing = prompts;
    }

    /** Only the end of this stream counts. */
    void sending(@Nullable PacketStream stream) {
        sending = stream;
    }

    /** What was ordered last. */
    @Nullable
    List<Sound> playing() {
        return playing;
    }

    @Override
    public void firstMedia() {
        call.accept(Simple.FIRST_MEDIA);
    }

    @Override
    public void digit(char digit) {
        call.accept(new CallEvent.Digit(digit));
    }

    @Override
    public void promptsEnded(List<? extends Sound> prompts) {
        if (prompts == playing) {
            call.accept(Simple.PROMPTS_ENDED);
        }
    }

    @Override
    public void streamEnded(PacketStream stream) {
        if (stream == sending) {
            call.accept(Simple.STREAM_ENDED);
        }
    }

    @Override
    public void recordingEnded(RecordingEnd why) {
        call.accept(why == RecordingEnd.SINK_FAILED ? Simple.RECORDING_FAILED : Simple.RECORDING_ENDED);
    }
}
