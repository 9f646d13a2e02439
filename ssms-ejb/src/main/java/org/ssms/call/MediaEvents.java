package org.ssms.call;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.engine.MediaCallListener;
import org.ssms.media.engine.RecordingEnd;
import org.ssms.media.prompt.Prompt;

/** Tells a call what happens on its media, in the words of its script. */
final class MediaEvents implements MediaCallListener {
    private volatile Consumer<CallEvent> call = event -> {};
    private volatile @Nullable Prompt playing;

    /** To be called before the media are connected; until then nothing happens on them. */
    void deliverTo(Consumer<CallEvent> call) {
        this.call = call;
    }

    /** Only the end of this prompt counts; one of an earlier prompt may still be on its way. */
    void playing(Prompt prompt) {
        playing = prompt;
    }

    @Override
    public void firstMedia() {
        call.accept(CallEvent.FIRST_MEDIA);
    }

    @Override
    public void digit(char digit) {
        if (digit == '#') {
            call.accept(CallEvent.POUND);
        }
    }

    @Override
    public void promptEnded(Prompt prompt) {
        if (prompt == playing) {
            call.accept(CallEvent.PROMPT_ENDED);
        }
    }

    @Override
    public void recordingEnded(RecordingEnd why) {
        call.accept(why == RecordingEnd.SINK_FAILED ? CallEvent.RECORDING_FAILED : CallEvent.RECORDING_ENDED);
    }
}
