package org.ssms.protect.srtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.ssms.protect.key.DerivedKey;

/** Reads stored packets in order and opens them, for somebody who may hear them. Not thread-safe. */
public final class StoredSrtpOpener implements AutoCloseable {
    private final FileChannel file;
    private final StoredSrtpReader reader;
    private final SrtpProtector protection;
    private final ByteBuffer packet = ByteBuffer.allocate(StoredSrtpReader.MAX_PACKET);
    private ByteBuffer payload = ByteBuffer.allocate(0);

    /**
     * Starts at the beginning of the file.
     *
     * @param file is taken over
     * @param key for SRTP of this track; read here only, stays the caller's to close
     */
    public StoredSrtpOpener(FileChannel file, DerivedKey key) {
        this.file = file;
        reader = new StoredSrtpReader(file);
        protection = new SrtpProtector(key);
    }

    /**
     * Opens the next packet.
     *
     * @return false at the end of the file
     * @throws MalformedSrtpException when it is torn, not the next of this stream, not authentic, or has another time
     *     than is written beside it
     */
    public boolean next() throws IOException {
        payload.limit(payload.position());
        long position = reader.position();
        if (!reader.next(packet)) {
            return false;
        }
        if (!protection.open(packet.array(), 0, packet.limit())) {
            throw new MalformedSrtpException(position, "not authentic");
        }
        if (SrtpContext.int32(packet.array(), 4) != (int) reader.time()) {
            throw new MalformedSrtpException(position, "not of its time");
        }
        payload = packet.slice(
                SrtpProtector.RTP_HEADER, packet.limit() - SrtpProtector.RTP_HEADER - SrtpProtector.TAG_BYTES);
        return true;
    }

    /**
     * What the packet read last carries, as it was recorded; empty before the first. Valid until the next one is read.
     */
    public ByteBuffer payload() {
        return payload;
    }

    /** When it is to be heard, in clock units since the start. */
    public long time() {
        return reader.time();
    }

    /** Replaces the keys, overwrites what was read last, and closes the file. */
    @Override
    public void close() throws IOException {
        protection.wipe();
        Arrays.fill(packet.array(), (byte) 0);
        file.close();
    }
}
