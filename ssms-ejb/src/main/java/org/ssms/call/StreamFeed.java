package org.ssms.call;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.StoredMessage;
import org.ssms.media.engine.PacketStream;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.srtp.StoredSrtp;
import org.ssms.protect.srtp.StoredSrtpReader;
import org.ssms.protect.srtp.StoredSrtpWriter;

/**
 * Brings stored packets to the media loop, once, from one place on: workers read them, a little at a time, as the loop
 * wants them. Nobody opens them here.
 */
final class StreamFeed {
    private static final System.Logger LOG = System.getLogger(StreamFeed.class.getName());

    private final StoredMessage message;
    private final long from;
    private final Consumer<Runnable> workers;
    private final Consumer<StreamFeed> failed;
    private final PacketStream stream;
    private final ByteBuffer packet =
            ByteBuffer.allocate(StoredSrtpWriter.MAX_PACKET).flip(); // by workers
    private @Nullable FileChannel file; // by workers
    private @Nullable StoredSrtpReader reader; // by workers
    private boolean isOver; // by workers
    private volatile boolean isStopped;

    /**
     * Reads nothing before {@link #begin}.
     *
     * @param workers do these one after the other
     * @param failed is told when the rest cannot be read
     */
    StreamFeed(StoredMessage message, Duration from, Consumer<Runnable> workers, Consumer<StreamFeed> failed) {
        this.message = message;
        this.from = from.toMillis() * AudioFormat.CLOCK_RATE / 1000;
        this.workers = workers;
        this.failed = failed;
        int ssrc = StoredSrtp.ssrc(message.keyId(), DerivedKey.AUDIO_TRACK);
        this.stream = new PacketStream(ssrc, this.from, () -> workers.accept(this::fill));
    }

    PacketStream stream() {
        return stream;
    }

    /** Does not wait until the loop asks. */
    void begin() {
        workers.accept(this::fill);
    }

    private void fill() {
        try {
            while (!isStopped && !isOver && (packet.hasRemaining() || next())) {
                if (!stream.hasRoomFor(packet.remaining())) {
                    break;
                }
                stream.add(packet, time());
                packet.position(packet.limit());
            }
            stream.filled();
        } catch (IOException | RuntimeException | Error e) { // else the call would wait for its end
            close();
            if (!isStopped) {
                LOG.log(
                        WARNING,
                        "SSMS-1301 the stream of message " + message.id() + " ends, it cannot be read: " + e,
                        e instanceof RuntimeException ? e : null);
                failed.accept(this);
            }
        }
    }

    private long time() {
        return reader == null ? 0 : reader.time();
    }

    /** The next packet of the part that is wanted. */
    private boolean next() throws IOException {
        StoredSrtpReader open = open();
        while (!isStopped && open.next(packet)) {
            if (open.time() >= from) {
                return true;
            }
        }
        packet.position(packet.limit());
        stream.end();
        close();
        return false;
    }

    private StoredSrtpReader open() throws IOException {
        StoredSrtpReader open = reader;
        if (open == null) {
            FileChannel channel = FileChannel.open(message.srtp(), StandardOpenOption.READ);
            open = new StoredSrtpReader(channel, StoredSrtpWriter.MAX_PACKET);
            file = channel;
            reader = open;
        }
        return open;
    }

    /** Nothing is read that is not being read. {@link #close} is due. */
    void stop() {
        isStopped = true;
    }

    /** By a worker. */
    void close() {
        isOver = true;
        FileChannel open = file;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // it was only read
            }
        }
    }
}
