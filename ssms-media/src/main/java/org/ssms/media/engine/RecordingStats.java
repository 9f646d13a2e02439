package org.ssms.media.engine;

/**
 * What became of the packets of one recording.
 *
 * @param samples length of the timeline, gaps included
 * @param packets frames handed to the sink
 * @param lost sequence numbers that never came in time
 * @param late came after they were counted as lost, or from before the first frame
 */
public record RecordingStats(long samples, long packets, long lost, long late, long duplicates) {}
