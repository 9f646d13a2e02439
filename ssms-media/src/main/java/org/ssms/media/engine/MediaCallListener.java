package org.ssms.media.engine;

import java.util.List;
import org.ssms.media.prompt.Sound;

/** What happens on a call. Called on the call's media loop; must not block. What it throws is logged and forgotten. */
public interface MediaCallListener {
    /** The first packet of the call's source has come, whatever it carries; once per call. */
    void firstMedia();

    /** A key was pressed; once per key press, however it came: when it starts, or by its tones some 40 ms later. */
    void digit(char digit);

    /** The prompts of one order were played to the end of the last; not called when they were stopped or replaced. */
    void promptsEnded(List<? extends Sound> prompts);

    /** A stream was sent to its end; not called when it was stopped or replaced. */
    default void streamEnded(PacketStream stream) {
        // most calls send none
    }

    /**
     * The engine ended the recording, and its sink has been told the end. Not called after stopRecording() or close().
     */
    void recordingEnded(RecordingEnd why);
}
