package org.ssms.protect.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.manifest.ManifestSigner;

/**
 * The directory of protected messages: files named by KID only, in 256 sub-directories. While a message is made:
 * {@code KID.ticket}, {@code KID.mp4.part}, {@code KID.srtp.part}; finished: {@code KID.mp4}, {@code KID.srtp},
 * {@code KID.manifest}. Thread-safe, except that one KID is worked on by one thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester") // skeleton
public final class RecordingStore {
    /** As {@link #RecordingStore(Path, Duration)} with 20 minutes. */
    public RecordingStore(Path directory) throws IOException {
        this(directory, Duration.ofMinutes(20));
    }

    /**
     * Makes the directory when it is missing.
     *
     * @param longest recording; appending beyond it fails
     */
    public RecordingStore(Path directory, Duration longest) throws IOException {}

    /**
     * Makes the ticket durable and opens the two files. The key must have been deposited before.
     *
     * @param key is read here only and stays the caller's to close
     */
    public ProtectedRecording begin(RecordingTicket ticket, MessageKey key) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Tickets left on disk. One that cannot be read is moved aside to {@code KID.ticket.bad} and logged. */
    public List<RecordingTicket> unfinished() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Completes the files of a recording that ended or crashed: drops a torn tail, adds the index, signs the manifest,
     * makes all durable. Needs no key. Idempotent: repeated, it gives the same manifest.
     *
     * @return empty, and every file but the ticket removed, when not one whole fragment exists
     */
    public Optional<FinishedRecording> finalise(RecordingTicket ticket, ManifestSigner signer) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Deletes the ticket: the message is in the mailbox. */
    public void settled(KeyId kid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Deletes everything of that KID, the ticket last. */
    public void discard(KeyId kid) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Path mp4(KeyId kid) {
        throw new UnsupportedOperationException();
    }

    public Path srtp(KeyId kid) {
        throw new UnsupportedOperationException();
    }

    public Path manifest(KeyId kid) {
        throw new UnsupportedOperationException();
    }
}
