package org.ssms.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.AudioSink;

/**
 * Joins what a caller records piece by piece to one recording: each piece goes on where the one before has ended. The
 * frames come on the call's media loop, as the end of each piece.
 */
final class JoinedSink implements AudioSink {
    private final AudioSink whole;

    private long begin;
    private int firstSequence;
    private int nextSequence;
    private boolean isEnded;
    private volatile boolean isLast;
    private volatile long recorded;

    JoinedSink(AudioSink whole) {
        this.whole = whole;
    }

    /**
     * The piece that is, or will be, recorded is the last: its end is that of the whole. By any thread, before that
     * end.
     */
    void endWithThisPiece() {
        isLast = true;
    }

    /** How long all pieces are together, as far as they have ended. By any thread. */
    Duration recorded() {
        return Duration.ofMillis(recorded * 1000 / codec().clockRate());
    }

    @Override
    public AudioCodec codec() {
        return whole.codec();
    }

    @Override
    public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) throws IOException {
        whole.frame(begin + time, firstSequence + sequenceOffset, payload, pcm, samples);
        nextSequence = firstSequence + sequenceOffset + 1;
        recorded = begin + time + samples;
    }

    @Override
    public void end() throws IOException {
        begin = recorded;
        firstSequence = nextSequence;
        if (isLast && !isEnded) {
            isEnded = true;
            whole.end();
        }
    }
}
