package org.ssms.call;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Playback;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.srtp.StoredSrtpOpener;
import org.ssms.recording.PendingMessage;

/**
 * A caller hears, once, what he has recorded so far: workers decrypt it in memory, a little at a time, as the media
 * loop wants it.
 */
final class Review {
    private static final System.Logger LOG = System.getLogger(Review.class.getName());

    private final PendingMessage message;
    private final Playback sound;
    private final Consumer<Review> failed;
    private @Nullable StoredSrtpOpener stored; // by workers
    private long time; // by workers: of the next sample
    private boolean isOver; // by workers
    private volatile boolean isStopped;

    /**
     * Reads nothing before it is played.
     *
     * @param codec of the recording
     * @param workers do these one after the other
     * @param failed is told when the rest cannot be heard
     */
    Review(PendingMessage message, AudioCodec codec, Consumer<Runnable> workers, Consumer<Review> failed) {
        this.message = message;
        this.failed = failed;
        this.sound = new Playback(codec, () -> workers.accept(this::fill));
    }

    Sound sound() {
        return sound;
    }

    private void fill() {
        try {
            while (!isStopped && !isOver && sound.room() > 0) {
                more();
            }
            sound.filled();
        } catch (IOException | RuntimeException e) {
            close();
            if (!isStopped) { // otherwise the recording may have ended meanwhile
                LOG.log(
                        WARNING,
                        "SSMS-3114 what is recorded of message " + message.id() + " cannot be heard by its caller: "
                                + e,
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
        StoredSrtpOpener opened = stored == null ? message.openStored() : stored;
        stored = opened;
        if (!opened.payload().hasRemaining() && !opened.next()) {
            sound.end();
            isOver = true;
            close(opened);
            return;
        }
        boolean isGap = opened.payload().hasRemaining() && opened.time() > time;
        time += isGap ? sound.addSilence(opened.time() - time) : sound.add(opened.payload());
    }

    /** By a worker. */
    void close() {
        sound.drop();
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
