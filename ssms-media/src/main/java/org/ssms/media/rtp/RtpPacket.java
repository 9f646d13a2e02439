package org.ssms.media.rtp;

import java.nio.ByteBuffer;

/**
 * An RTP packet, RFC 3550 §5.1, as a flyweight over the bytes of its datagram. One instance can be wrapped around one
 * datagram after the other without allocating; it is valid as long as nobody changes those bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers ...         |
 * |  X: profile defined           |   length in 32 bit words      |
 * |  payload ...                        P: padding, last byte = n |
 * </pre>
 */
public final class RtpPacket {
    public static final int HEADER_BYTES = 12;

    private static final int VERSION = 2;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private ByteBuffer datagram = EMPTY;
    private int start;
    private int payloadStart;
    private int payloadEnd;

    /** An instance for {@link #wrap}; reading it before that is an error. */
    public RtpPacket() {}

    /** Reads the bytes from position to limit, both left unchanged; the packet is a view of them. */
    public static RtpPacket parse(ByteBuffer datagram) throws MalformedPacketException {
        RtpPacket packet = new RtpPacket();
        packet.wrap(datagram);
        return packet;
    }

    /**
     * Makes this the packet in the bytes from position to limit, both left unchanged.
     *
     * @throws MalformedPacketException when a length does not fit; this packet must then not be read
     */
    public void wrap(ByteBuffer bytes) throws MalformedPacketException {
        int first = bytes.position();
        int end = bytes.limit();
        if (end - first < HEADER_BYTES) {
            throw new MalformedPacketException("shorter than an RTP header");
        }
        int flags = bytes.get(first);
        if (((flags >> 6) & 3) != VERSION) {
            throw new MalformedPacketException("not RTP version 2");
        }
        int payload = first + HEADER_BYTES + 4 * (flags & 0xf);
        if ((flags & 0x10) != 0) {
            payload = afterExtension(bytes, payload, end);
        }
        if (payload > end) {
            throw new MalformedPacketException("CSRC list or extension beyond the packet");
        }
        if ((flags & 0x20) != 0) {
            end = beforePadding(bytes, payload, end);
        }
        datagram = bytes;
        start = first;
        payloadStart = payload;
        payloadEnd = end;
    }

    private static int afterExtension(ByteBuffer bytes, int extension, int end) throws MalformedPacketException {
        if (extension + 4 > end) {
            throw new MalformedPacketException("extension header beyond the packet");
        }
        return extension + 4 + 4 * (bytes.getShort(extension + 2) & 0xffff);
    }

    private static int beforePadding(ByteBuffer bytes, int payload, int end) throws MalformedPacketException {
        int padding = end > payload ? bytes.get(end - 1) & 0xff : 0;
        if (padding == 0 || padding > end - payload) {
            throw new MalformedPacketException("padding of " + padding + " bytes");
        }
        return end - padding;
    }

    public boolean marker() {
        return datagram.get(start + 1) < 0;
    }

    /** 0 to 127. */
    public int payloadType() {
        return datagram.get(start + 1) & 0x7f;
    }

    /** 0 to 65535, wraps. */
    public int sequenceNumber() {
        return datagram.getShort(start + 2) & 0xffff;
    }

    /** Unsigned 32 bit in units of the codec's clock rate, wraps. */
    public long timestamp() {
        return datagram.getInt(start + 4) & 0xffff_ffffL;
    }

    /** All 32 bits as an int. */
    public int ssrc() {
        return datagram.getInt(start + 8);
    }

    /** In bytes, without padding. */
    public int payloadLength() {
        return payloadEnd - payloadStart;
    }

    /**
     * The wrapped buffer itself, its position and limit set around the payload. Does not allocate; {@link #wrap} needs
     * the buffer set back.
     */
    public ByteBuffer selectPayload() {
        return datagram.limit(payloadEnd).position(payloadStart);
    }

    /** Writes this packet without CSRC list, extension and padding. */
    public void writeTo(ByteBuffer out) {
        out.put((byte) (VERSION << 6)).put(datagram.get(start + 1));
        out.putShort((short) sequenceNumber()).putInt((int) timestamp()).putInt(ssrc());
        out.put(payload());
    }

    /** A new view of the payload; allocates. */
    public ByteBuffer payload() {
        return datagram.slice(payloadStart, payloadEnd - payloadStart);
    }
}
