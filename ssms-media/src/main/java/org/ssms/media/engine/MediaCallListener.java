package org.ssms.media.engine;

import org.ssms.media.prompt.Prompt;

/** What happens on a call. Called on the call's media loop; must not block. What it throws is logged and forgotten. */
public interface MediaCallListener {
    /** The first packet of the call's source has come, whatever it carries; once per call. */
    void firstMedia();

    /** A key was pressed; once per key press, when it starts. One of 0-9 * # A-D. */
    void digit(char digit);

    /** The prompt was played to its end; not called for one that was stopped or replaced. */
    void promptEnded(Prompt prompt);

    /** The engine ended the recording, and its sink has been told the end. Not called after stopRecording() or close(). */
    void recordingEnded(RecordingEnd why);
}
