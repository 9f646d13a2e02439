package org.ssms.call;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Intake;
import org.ssms.media.prompt.Playback;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.srtp.StoredSrtpOpener;

/**
 * Stored packets as somebody hears them, once: workers decrypt them in memory, a little at a time, as the media loop
 * wants it.
 */
final class StoredSound {
    private static final System.Logger LOG = System.getLogger(StoredSound.class.getName());

    private final MessageId message;
    private final Source source;
    private final long from;
    private final Speed speed;
    private final Playback sound;
    private final Intake intake; // by workers
    private final Consumer<StoredSound> failed;
    private @Nullable StoredSrtpOpener stored; // by workers
    private long time; // by workers: of the next sample that is read
    private boolean isOver; // by workers
    private volatile boolean isStopped;

    /** Where the packets are; not asked before the sound is played. */
    interface Source {
        /** Blocks. */
        StoredSrtpOpener open() throws IOException;
    }

    /**
     * Reads nothing before it is played.
     *
     * @param codec of the packets
     * @param from the sample to begin with
     * @param speed at which it is heard
     * @param workers do these one after the other
     * @param failed is told when the rest cannot be heard
     */
    StoredSound(
            MessageId message,
            Source source,
            AudioCodec codec,
            long from,
            Speed speed,
            Consumer<Runnable> workers,
            Consumer<StoredSound> failed) {
        this.message = message;
        this.source = source;
        this.from = from;
        this.speed = speed;
        this.time = from;
        this.failed = failed;
        this.sound = new Playback(codec, () -> workers.accept(this::fill));
        this.intake = speed.before(sound, codec);
    }

    Sound sound() {
        return sound;
    }

    /** The sample of the message that is heard next; by any thread. */
    long place() {
        return from + speed.passed(sound.heard());
    }

    /** Whether nothing of it is left to be heard; by any thread. */
    boolean isHeardOut() {
        return sound.isOver(0);
    }

    private void fill() {
        try {
            while (!isStopped && !isOver && intake.room() > 0) {
                more();
            }
            sound.filled();
        } catch (IOException | RuntimeException e) {
            close();
            if (!isStopped) { // otherwise the recording may have ended meanwhile
                LOG.log(
                        WARNING,
                        "SSMS-3114 what is recorded of message " + message + " cannot be heard: " + e,
                        e instanceof RuntimeException ? e : null);
                failed.accept(this);
            }
        }
    }

    /** He hears no more of it: nothing is read that is not being read. {@link #close} is due. */
    void stop() {
        isStopped = true;
    }

    /** Where nothing came, or was lost, there is silence. */
    private void more() throws IOException {
        StoredSrtpOpener opened = stored == null ? source.open() : stored;
        stored = opened;
        if (!opened.payload().hasRemaining() && !next(opened)) {
            intake.end();
            isOver = true;
            close(opened);
            return;
        }
        long gap = opened.time() - time;
        time += gap > 0 ? intake.addSilence(gap) : intake.add(opened.payload());
    }

    /** The next packet of which something is to be heard. */
    private boolean next(StoredSrtpOpener opened) throws IOException {
        while (!isStopped && opened.next()) {
            ByteBuffer payload = opened.payload();
            long before = Math.max(0, time - opened.time());
            if (before < payload.remaining()) {
                payload.position(payload.position() + (int) before);
                return true;
            }
            payload.position(payload.limit());
        }
        return false;
    }

    /** By a worker. */
    void close() {
        intake.drop();
        isOver = true;
        StoredSrtpOpener opened = stored;
        if (opened != null) {
            close(opened);
        }
    }

    private static void close(StoredSrtpOpener opened) {
        try {
            opened.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
