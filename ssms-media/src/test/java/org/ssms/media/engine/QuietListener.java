package org.ssms.media.engine;

import org.ssms.media.prompt.Prompt;

/** For tests that look elsewhere. */
final class QuietListener implements MediaCallListener {
    @Override
    public void firstMedia() {}

    @Override
    public void digit(char digit) {}

    @Override
    public void promptEnded(Prompt prompt) {}

    @Override
    public void recordingEnded(RecordingEnd why) {}
}
