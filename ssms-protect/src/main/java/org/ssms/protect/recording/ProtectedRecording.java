package org.ssms.protect.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.mp4.CencWriter;
import org.ssms.protect.srtp.StoredSrtpOpener;
import org.ssms.protect.srtp.StoredSrtpWriter;

/**
 * One recording while it is made. Encrypts in memory and appends ciphertext to two files, to one once a second, to the
 * other four times; never waits for the disk to confirm. Not thread-safe but for {@link #openStored()}: all other calls
 * come from the call's media loop, or, while nothing is recorded, in its turn.
 */
public final class ProtectedRecording {
    private final FileChannel mp4File;
    private final FileChannel srtpFile;
    private final CencWriter mp4;
    private final StoredSrtpWriter srtp;
    private final Stored stored;
    private final Runnable closed;
    private boolean open = true;
    private volatile boolean broken;
    private volatile @Nullable IOException unflushed;

    /** Where the stored packets are, and the key by which the caller hears them while he may add to them. */
    record Stored(Path file, DerivedKey key) {}

    /** Takes over both files and the key; {@code closed} runs once, when they are closed. */
    ProtectedRecording(
            FileChannel mp4File,
            FileChannel srtpFile,
            CencWriter mp4,
            StoredSrtpWriter srtp,
            Stored stored,
            Runnable closed) {
        this.mp4File = mp4File;
        this.srtpFile = srtpFile;
        this.mp4 = mp4;
        this.srtp = srtp;
        this.stored = stored;
        this.closed = closed;
    }

    /**
     * Adds what one RTP packet carried. A gap in time becomes digital silence, what was already written is ignored.
     *
     * @param track {@link DerivedKey#AUDIO_TRACK}
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
        if (track != DerivedKey.AUDIO_TRACK || time < 0 || sequenceOffset < 0 || samples > pcm.length) {
            throw new IllegalArgumentException("track, time, sequence offset or samples out of range");
        }
        IOException before = unflushed;
        if (!open || broken || before != null) {
            throw new IOException("the recording has ended", before);
        }
        if (time > mp4.maxTime() - samples) {
            throw new IOException("the recording is longer than " + mp4.maxTime() + " samples");
        }
        srtp.checkRoom(sequenceOffset, payload);
        try {
            srtp.append(sequenceOffset, time, payload);
            appendSound(time, pcm, samples);
        } catch (IOException e) {
            broken = true; // what follows a torn write would be lost
            throw e;
        }
    }

    private void appendSound(long time, short[] pcm, int samples) throws IOException {
        long gap = time - mp4.time();
        mp4.silence(Math.max(gap, 0));
        int known = (int) Math.min(samples, Math.max(-gap, 0));
        mp4.append(pcm, known, samples - known);
    }

    /**
     * Hands the stored packets that are still in memory to their file; to be called when nothing comes for a while.
     *
     * @throws IOException when the disk refuses; then as {@link #append}, and {@link #finish()} throws it again
     */
    public void pause() throws IOException {
        if (open && !broken) {
            flush();
        }
    }

    /** Nothing is written behind a torn packet. */
    private void flush() throws IOException {
        IOException before = unflushed;
        if (before != null) {
            throw before;
        }
        try {
            srtp.flush();
        } catch (IOException e) {
            unflushed = e;
            throw e;
        }
    }

    /**
     * Opens what was recorded up to the last {@link #pause()}, for who has said it. May be called by any thread; what
     * it returns stays of use when the recording ends, and is of none when it goes on.
     *
     * @throws IOException when the file cannot be read, does not have all, or the recording has ended
     */
    public StoredSrtpOpener openStored() throws IOException {
        IOException before = unflushed;
        if (broken || before != null) {
            throw new IOException("the disk has not taken all that was recorded", before);
        }
        FileChannel file = FileChannel.open(stored.file(), StandardOpenOption.READ);
        try {
            synchronized (stored) {
                return new StoredSrtpOpener(file, stored.key());
            }
        } catch (IllegalStateException e) {
            file.close();
            throw new IOException("the recording has ended", e);
        }
    }

    /** Writes the last, shorter fragment, closes the files and wipes the keys. Idempotent. */
    public void finish() throws IOException {
        if (!open) {
            return;
        }
        try (mp4File;
                srtpFile) {
            if (!broken) {
                mp4.finish();
                flush();
            }
        } finally {
            close();
        }
    }

    /** Closes the files and wipes the keys without writing what is still in memory. Idempotent. */
    public void abandon() {
        if (!open) {
            return;
        }
        broken = true;
        try {
            finish();
        } catch (IOException e) {
            // closing failed; nobody wants the content any more
        }
    }

    private void close() {
        open = false;
        mp4.wipe();
        srtp.wipe();
        synchronized (stored) { // nobody waits: a cipher is made of it at most
            stored.key().close();
        }
        closed.run();
    }
}
