package org.ssms.media.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ssms.media.codec.AudioCodec;

/** Takes the frames of one recording in order of time. Called on the call's media loop only; must not block. */
public interface AudioSink {
    /** Of all payloads: what comes in another one is transcoded. */
    AudioCodec codec();

    /**
     * One received frame. Times never overlap and only grow; a gap is time without a frame.
     *
     * @param time start of the frame in samples since the start of the first one
     * @param sequenceOffset RTP sequence number minus that of the first frame, unwrapped; grows with every frame, and a
     *     lost packet leaves a gap
     * @param payload RTP payload from position to limit in {@link #codec()}, backed by an array; borrowed for the call
     * @param pcm the linear samples of the payload at index 0 to {@code samples - 1}; borrowed for the call
     * @throws IOException ends the recording with {@link RecordingEnd#SINK_FAILED}
     */
    void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) throws IOException;

    /** No frame follows. Called exactly once per recording, also after {@link #frame} has failed. */
    void end() throws IOException;
}
