package org.ssms.protect.recording;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One recording while it is made. Encrypts in memory and appends ciphertext to two files, once a second; never waits
 * for the disk to confirm. Not thread-safe: all calls come from the call's media loop.
 */
@SuppressWarnings("DoNotCallSuggester") // skeleton
public final class ProtectedRecording {
    ProtectedRecording() {}

    /**
     * Adds what one RTP packet carried. A gap in time becomes digital silence, what was already written is ignored.
     *
     * @param track {@link org.ssms.protect.key.DerivedKey#AUDIO_TRACK}
     * @param time of the first sample since the start of the recording, in samples
     * @param sequenceOffset of the packet since the first packet of the recording, 0 or more, lost packets counted
     * @param payload as received, from position to limit; left unchanged, not kept
     * @param pcm its linear samples; not kept
     * @param samples how many of {@code pcm} count
     * @throws IOException when the disk refuses, or the recording would be longer than the store or SRTP
     *     (65,535 packets) allows; nothing more can be appended then, {@link #finish()} keeps what there is
     */
    public void append(int track, long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes the last, shorter fragment, closes the files and wipes the keys. Idempotent. */
    public void finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Closes the files and wipes the keys without writing what is still in memory. Idempotent, never throws. */
    public void abandon() {
        throw new UnsupportedOperationException();
    }
}
