package org.ssms.player.audio;

import java.io.IOException;

/** A sound file that cannot be read; the message says why, for people. */
public final class MalformedAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedAudioException(String problem) {
        super(problem);
    }
}
