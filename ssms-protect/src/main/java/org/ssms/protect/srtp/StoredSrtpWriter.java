package org.ssms.protect.srtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;

/**
 * Writes protected packets of one track, each behind its length (16 bit) and its time since the start (32 bit, clock
 * units). A packet has payload type and SSRC of the track, sequence number 1 + offset, and its time as RTP timestamp.
 * Holds a quarter of a second of G.711, as ciphertext. Not thread-safe.
 */
public final class StoredSrtpWriter {
    /** Offsets end here: with one more the roll-over counter would not be 0. */
    public static final int MAX_SEQUENCE_OFFSET = 0xffff - StoredSrtp.FIRST_SEQUENCE_NUMBER;

    /** No packet is longer; a quarter of a second in 13 payloads of 160 bytes is as long. */
    public static final int MAX_PACKET = 2438;

    private static final int BUFFER_BYTES = StoredSrtp.RECORD_HEADER + MAX_PACKET;
    private static final int MARKER = 0x80;

    private final WritableByteChannel out;
    private final SrtpProtector protector;
    private final int payloadType;
    private final int ssrc;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private int lastOffset = -1;

    /**
     * Makes a writer and writes nothing yet.
     *
     * @param key for SRTP of one track; read here only, stays the caller's to close
     * @param payloadType 0 to 127, authenticated and so fixed for ever
     */
    public StoredSrtpWriter(WritableByteChannel out, KeyId kid, DerivedKey key, int payloadType) {
        this.out = out;
        this.protector = new SrtpProtector(key);
        this.payloadType = payloadType;
        this.ssrc = StoredSrtp.ssrc(kid, key.track());
    }

    /**
     * Checks what {@link #append} would refuse.
     *
     * @throws IOException when the offset or the payload is too large
     */
    public void checkRoom(int offset, ByteBuffer payload) throws IOException {
        if (offset > MAX_SEQUENCE_OFFSET) {
            throw new IOException("a stored SRTP track ends at sequence number 65535 (roll-over counter 0)");
        }
        if (recordBytes(payload) > BUFFER_BYTES) {
            throw new IOException("a payload of " + payload.remaining() + " bytes does not fit");
        }
    }

    private static int recordBytes(ByteBuffer payload) {
        return StoredSrtp.RECORD_HEADER + SrtpProtector.RTP_HEADER + payload.remaining() + SrtpProtector.TAG_BYTES;
    }

    /**
     * Adds one packet, or ignores it when its offset is not beyond the last: a sequence number is never used twice.
     *
     * @param offset of the sequence number to the first packet's, 0 or more
     * @param time in clock units since the start, unsigned 32 bit
     * @param payload from position to limit; left unchanged
     * @throws IOException as {@link #checkRoom}, or when the file refuses
     */
    public void append(int offset, long time, ByteBuffer payload) throws IOException {
        checkRoom(offset, payload);
        if (offset <= lastOffset) {
            return;
        }
        if (buffer.remaining() < recordBytes(payload)) {
            flush();
        }
        int length = SrtpProtector.RTP_HEADER + payload.remaining();
        buffer.putShort((short) (length + SrtpProtector.TAG_BYTES)).putInt((int) time);
        int start = buffer.position();
        buffer.put((byte) 0x80).put((byte) (lastOffset < 0 ? MARKER | payloadType : payloadType));
        buffer.putShort((short) (StoredSrtp.FIRST_SEQUENCE_NUMBER + offset))
                .putInt((int) time)
                .putInt(ssrc);
        buffer.put(start + SrtpProtector.RTP_HEADER, payload, payload.position(), payload.remaining());
        buffer.position(start + protector.protect(buffer.array(), start, length));
        lastOffset = offset;
    }

    /** Hands everything to the file. */
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }

    /** Replaces the keys. */
    public void wipe() {
        protector.wipe();
    }
}
