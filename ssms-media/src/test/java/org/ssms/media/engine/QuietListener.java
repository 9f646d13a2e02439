package org.ssms.media.engine;

import java.util.List;
import org.ssms.media.prompt.Sound;

/** For tests that look elsewhere. */
final class QuietListener implements MediaCallListener {
    @Override
    public void firstMedia() {}

    @Override
    public void digit(char digit) {}

    @Override
    public void promptsEnded(List<? extends Sound> prompts) {}

    @Override
    public void recordingEnded(RecordingEnd why) {}
}
