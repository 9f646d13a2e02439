package org.ssms.media.engine;

import java.nio.ByteBuffer;

/** Room for one frame, shared by the recordings of a loop. */
final class FrameScratch {
    static final int MAX_SAMPLES = 2048;

    final short[] pcm = new short[MAX_SAMPLES];
    final ByteBuffer payload = ByteBuffer.allocate(MAX_SAMPLES);
}
