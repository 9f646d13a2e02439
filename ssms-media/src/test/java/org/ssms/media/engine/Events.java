package org.ssms.media.engine;

import java.util.Collection;
import java.util.List;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Sound;

/** Tells a test what happened. */
class Events implements MediaCallListener {
    private final Collection<String> events;

    Events(Collection<String> events) {
        this.events = events;
    }

    @Override
    public void firstMedia() {
        events.add("media");
    }

    @Override
    public void digit(char digit) {
        events.add("digit " + digit);
    }

    @Override
    public void promptsEnded(List<? extends Sound> prompts) {
        prompts.forEach(prompt -> events.add("played " + ((Prompt) prompt).name()));
    }

    @Override
    public void recordingEnded(RecordingEnd why) {
        events.add("end " + why);
    }
}
