package org.ssms.protect.srtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads stored packets in order, for sending them as they are: needs no key. Checks framing, and that all packets are
 * of one stream with rising sequence numbers. Not thread-safe.
 */
public final class StoredSrtpReader {
    /** Room that a packet may need. */
    public static final int MAX_PACKET = 0xffff;

    private static final int MIN_PACKET = SrtpProtector.RTP_HEADER + SrtpProtector.TAG_BYTES;
    private static final int VERSION_2 = 0x80;

    private final FileChannel file;
    private final ByteBuffer buffer;
    private long position;
    private long time;
    private int ssrc;
    private int sequenceNumber;

    /** Starts at the beginning of the file; its own position is neither used nor moved. */
    public StoredSrtpReader(FileChannel file) {
        this(file, MAX_PACKET);
    }

    /**
     * As {@link #StoredSrtpReader(FileChannel)}, and takes as little memory as such packets need.
     *
     * @param largest packet; a larger one is as good as torn
     */
    public StoredSrtpReader(FileChannel file, int largest) {
        this.file = file;
        buffer = ByteBuffer.allocate(StoredSrtp.RECORD_HEADER + largest).flip();
    }

    /** Bytes of the packets read so far. */
    public long position() {
        return position;
    }

    /** When the packet read last is to be sent, in clock units since the start. */
    public long time() {
        return time;
    }

    /**
     * Reads one packet.
     *
     * @param packet is cleared, filled and flipped; has room for the largest, {@value #MAX_PACKET} bytes otherwise
     * @return false at the end of the file
     * @throws MalformedSrtpException when the next packet is torn or not of this stream; {@code packet} is undefined
     */
    public boolean next(ByteBuffer packet) throws IOException {
        if (!fill(1)) {
            return false;
        }
        if (!fill(StoredSrtp.RECORD_HEADER)) {
            throw new MalformedSrtpException(position, "torn header");
        }
        int start = buffer.position();
        int length = buffer.getShort(start) & 0xffff;
        if (length < MIN_PACKET || !fill(StoredSrtp.RECORD_HEADER + length)) {
            throw new MalformedSrtpException(position, "torn, or of a wrong length");
        }
        start = buffer.position();
        packet.clear()
                .put(buffer.slice(start + StoredSrtp.RECORD_HEADER, length))
                .flip();
        check(packet);
        time = buffer.getInt(start + 2) & 0xffff_ffffL;
        buffer.position(start + StoredSrtp.RECORD_HEADER + length);
        position += StoredSrtp.RECORD_HEADER + length;
        return true;
    }

    private void check(ByteBuffer packet) throws MalformedSrtpException {
        int sequence = packet.getShort(2) & 0xffff;
        int source = packet.getInt(8);
        if ((packet.get(0) & 0xff) != VERSION_2 || sequence <= sequenceNumber || (position > 0 && source != ssrc)) {
            throw new MalformedSrtpException(position, "not the next packet of its stream");
        }
        sequenceNumber = sequence;
        ssrc = source;
    }

    /** Whether that many bytes are in the buffer, after reading more if need be. */
    private boolean fill(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            long from = position + buffer.remaining();
            buffer.compact();
            int read = file.read(buffer, from);
            buffer.flip();
            if (read <= 0) {
                return false;
            }
        }
        return true;
    }
}
