package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last frames of a recording, copied, while it is not known yet whether a key's tone is in them. They are few and
 * used again. On the call's loop.
 */
final class HeldFrames {
    /** 100 ms at most are undecided, a packet included; frames of which that would be more are not sent by anybody. */
    static final int MOST = 16;

    /** One of them; valid until it is used again. */
    static final class Frame {
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long time;
        private int sequenceOffset;
        private long timestamp;

        ByteBuffer payload() {
            return bytes;
        }

        long time() {
            return time;
        }

        int sequenceOffset() {
            return sequenceOffset;
        }

        /** RTP timestamp of its first sample. */
        long timestamp() {
            return timestamp;
        }
    }

    private final @Nullable Frame[] frames = new Frame[MOST];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == MOST;
    }

    /** Keeps a copy behind the others; not when it is full. */
    void add(long time, int sequenceOffset, long timestamp, ByteBuffer payload) {
        Frame frame = at((first + size) % MOST);
        if (frame.bytes.capacity() < payload.remaining()) {
            frame.bytes = ByteBuffer.allocate(payload.remaining());
        }
        frame.bytes.clear();
        frame.bytes.put(payload.duplicate()).flip();
        frame.time = time;
        frame.sequenceOffset = sequenceOffset;
        frame.timestamp = timestamp;
        size++;
    }

    private Frame at(int index) {
        Frame frame = frames[index];
        if (frame == null) {
            frame = new Frame();
            frames[index] = frame;
        }
        return frame;
    }

    /** RTP timestamp behind the oldest. */
    long endOfOldest() {
        Frame oldest = at(first);
        return oldest.timestamp + oldest.bytes.remaining();
    }

    /** The oldest, which is held no longer. */
    Frame take() {
        Frame oldest = at(first);
        first = (first + 1) % MOST;
        size--;
        return oldest;
    }
}
