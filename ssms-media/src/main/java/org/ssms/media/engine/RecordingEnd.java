package org.ssms.media.engine;

/** Why the engine ended a recording by itself. */
public enum RecordingEnd {
    SILENCE,
    MAX_LENGTH,
    SINK_FAILED
}
