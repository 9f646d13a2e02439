package org.ssms.media.engine;

import java.time.Duration;

/**
 * When a recording ends by itself.
 *
 * @param max longest recording, in the time of the samples and by the clock
 * @param silence ends it when nothing is said for so long; packets that stay away count as silence
 */
public record RecordingLimits(Duration max, Duration silence) {}
