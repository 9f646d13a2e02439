package org.ssms.protect.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * SRTP and SRTCP of one call in both directions, RFC 3711: AES counter mode, HMAC-SHA1, key derivation rate 0, no MKI
 * in what is sent. What comes is authenticated before anything of it is believed and is taken once only; what is sent
 * never repeats an index. Every method works in place on an array-backed buffer from its position, which stays, to its
 * limit, which moves to the new end; it neither blocks nor throws for any content, and allocates nothing but the state
 * of a new source. Not thread safe.
 */
public final class SrtpContext implements AutoCloseable {
    /** Bytes that protecting may add to a packet. */
    public static final int MAX_OVERHEAD = 4 + SrtpSuite.RTCP_TAG_BYTES;

    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x8000_0000;
    private static final long MAX_RTP_INDEX = (1L << 48) - 1;
    private static final long MAX_RTCP_INDEX = (1L << 31) - 1;

    private final int tagBytes;
    private final byte[] mki;
    private final boolean rtcpInClear;
    private final SrtpDirection outgoing;
    private final SrtpDirection incoming;
    private final byte[] rollOverCounter = new byte[4];
    private boolean closed;

    /** Without MKI, and with RTCP encrypted. */
    public SrtpContext(SrtpSuite suite, byte[] local, byte[] remote) {
        this(suite, local, remote, new byte[0], false);
    }

    /**
     * Derives the session keys.
     *
     * @param local master key and salt of what we send, 30 bytes; read here only, stays the caller's to wipe
     * @param remote those of what we receive, likewise
     * @param mki may stand before the tag of what comes (§3.1), and need not: there are phones that name one and do not
     *     send it; empty for none
     * @param rtcpInClear RTCP is sent with authentication only, and taken so, too (§3.4)
     */
    public SrtpContext(SrtpSuite suite, byte[] local, byte[] remote, byte[] mki, boolean rtcpInClear) {
        tagBytes = suite.tagBytes();
        this.mki = mki.clone();
        this.rtcpInClear = rtcpInClear;
        outgoing = new SrtpDirection(local);
        incoming = new SrtpDirection(remote);
    }

    /** Authenticates and decrypts an SRTP packet; false when it is not authentic, not new or not one at all. */
    public boolean unprotectRtp(ByteBuffer packet) {
        return unprotectRtp(packet, mki.length) || (mki.length > 0 && unprotectRtp(packet, 0));
    }

    private boolean unprotectRtp(ByteBuffer packet, int mkiBytes) {
        byte[] bytes = packet.array();
        int start = packet.arrayOffset() + packet.position();
        int tag = packet.arrayOffset() + packet.limit() - tagBytes;
        int end = tag - mkiBytes;
        int payload = payload(bytes, start, end);
        if (closed || payload < 0) {
            return false;
        }
        int ssrc = int32(bytes, start + 8);
        SrtpDirection.Stream stream = incoming.stream(ssrc);
        long index = guess(stream.rtp.highest(), int16(bytes, start + 2));
        boolean authentic = index >= 0
                && isOfKey(bytes, end, mkiBytes)
                && stream.rtp.isNew(index)
                && incoming.hasRoom(stream)
                && tag(incoming, index, bytes, start, end).finishesWith(bytes, tag, tagBytes);
        if (!authentic) {
            return false;
        }
        incoming.authentic(stream, ssrc).rtp.accept(index);
        incoming.rtpCipher.apply(ssrc, index, bytes, payload, end - payload);
        packet.limit(packet.limit() - tagBytes - mkiBytes);
        return true;
    }

    /** The MKI is not authenticated: another one names a key that we do not have. */
    private boolean isOfKey(byte[] bytes, int at, int mkiBytes) {
        return Arrays.equals(mki, 0, mkiBytes, bytes, at, at + mkiBytes);
    }

    /** Encrypts an RTP packet and adds the tag; false when it cannot be sent: a repetition, or the key is used up. */
    public boolean protectRtp(ByteBuffer packet) {
        byte[] bytes = packet.array();
        int start = packet.arrayOffset() + packet.position();
        int end = packet.arrayOffset() + packet.limit();
        int payload = payload(bytes, start, end);
        if (closed || payload < 0) {
            return false;
        }
        int ssrc = int32(bytes, start + 8);
        SrtpDirection.Stream stream = outgoing.stream(ssrc);
        long index = guess(stream.rtp.highest(), int16(bytes, start + 2));
        boolean mayBeSent = index > stream.rtp.highest() && index <= MAX_RTP_INDEX && outgoing.hasRoom(stream);
        if (!mayBeSent) {
            return false;
        }
        outgoing.authentic(stream, ssrc).rtp.accept(index);
        outgoing.rtpCipher.apply(ssrc, index, bytes, payload, end - payload);
        packet.limit(packet.limit() + tagBytes);
        System.arraycopy(tag(outgoing, index, bytes, start, end).finish(), 0, bytes, end, tagBytes);
        return true;
    }

    /**
     * Authenticates and decrypts an SRTCP packet; false as with {@link #unprotectRtp}, and when it is not encrypted and
     * should be.
     */
    public boolean unprotectRtcp(ByteBuffer packet) {
        return unprotectRtcp(packet, mki.length) || (mki.length > 0 && unprotectRtcp(packet, 0));
    }

    private boolean unprotectRtcp(ByteBuffer packet, int mkiBytes) {
        byte[] bytes = packet.array();
        int start = packet.arrayOffset() + packet.position();
        int tag = packet.arrayOffset() + packet.limit() - SrtpSuite.RTCP_TAG_BYTES;
        int end = tag - mkiBytes - INDEX_BYTES;
        if (closed || end - start < RTCP_HEADER || (bytes[start] & 0xc0) != 0x80) {
            return false;
        }
        int trailer = int32(bytes, end);
        long index = trailer & MAX_RTCP_INDEX;
        int ssrc = int32(bytes, start + 4);
        SrtpDirection.Stream stream = incoming.stream(ssrc);
        boolean encrypted = (trailer & ENCRYPTED) != 0;
        boolean expected = (encrypted || rtcpInClear) && isOfKey(bytes, end + INDEX_BYTES, mkiBytes);
        if (!expected || !stream.rtcp.isNew(index) || !incoming.hasRoom(stream)) {
            return false;
        }
        incoming.rtcpTag.update(bytes, start, end + INDEX_BYTES - start);
        if (!incoming.rtcpTag.finishesWith(bytes, tag, SrtpSuite.RTCP_TAG_BYTES)) {
            return false;
        }
        incoming.authentic(stream, ssrc).rtcp.accept(index);
        if (encrypted) {
            incoming.rtcpCipher.apply(ssrc, index, bytes, start + RTCP_HEADER, end - start - RTCP_HEADER);
        }
        packet.limit(packet.limit() - INDEX_BYTES - mkiBytes - SrtpSuite.RTCP_TAG_BYTES);
        return true;
    }

    /** Encrypts a compound RTCP packet and adds index and tag; false as with {@link #protectRtp}. */
    public boolean protectRtcp(ByteBuffer packet) {
        byte[] bytes = packet.array();
        int start = packet.arrayOffset() + packet.position();
        int end = packet.arrayOffset() + packet.limit();
        if (closed || end - start < RTCP_HEADER) {
            return false;
        }
        int ssrc = int32(bytes, start + 4);
        SrtpDirection.Stream stream = outgoing.stream(ssrc);
        long index = stream.rtcp.highest() + 1;
        if (index > MAX_RTCP_INDEX || !outgoing.hasRoom(stream)) {
            return false;
        }
        outgoing.authentic(stream, ssrc).rtcp.accept(index);
        if (!rtcpInClear) {
            outgoing.rtcpCipher.apply(ssrc, index, bytes, start + RTCP_HEADER, end - start - RTCP_HEADER);
        }
        packet.limit(packet.limit() + INDEX_BYTES + SrtpSuite.RTCP_TAG_BYTES);
        putInt32(bytes, end, (int) index | (rtcpInClear ? 0 : ENCRYPTED));
        outgoing.rtcpTag.update(bytes, start, end + INDEX_BYTES - start);
        System.arraycopy(outgoing.rtcpTag.finish(), 0, bytes, end + INDEX_BYTES, SrtpSuite.RTCP_TAG_BYTES);
        return true;
    }

    /** RFC 3711 §4.2: over the packet and the roll-over counter, which is not in it. */
    private HmacSha1 tag(SrtpDirection direction, long index, byte[] bytes, int start, int end) {
        putInt32(rollOverCounter, 0, (int) (index >>> 16));
        direction.rtpTag.update(bytes, start, end - start);
        direction.rtpTag.update(rollOverCounter, 0, rollOverCounter.length);
        return direction.rtpTag;
    }

    /** Where the payload, which is encrypted, starts: behind CSRC list and extension. Negative when nothing fits. */
    private static int payload(byte[] bytes, int start, int end) {
        if (end - start < RTP_HEADER || (bytes[start] & 0xc0) != 0x80) {
            return -1;
        }
        int payload = start + RTP_HEADER + 4 * (bytes[start] & 0xf);
        if ((bytes[start] & 0x10) != 0) {
            payload = payload + 4 > end ? end + 1 : payload + 4 + 4 * int16(bytes, payload + 2);
        }
        return payload <= end ? payload : -1;
    }

    /**
     * The index that is nearest to the highest one so far, RFC 3711 §3.3.1; a stream starts with roll-over counter 0.
     * Negative for what would be before the start.
     */
    static long guess(long highest, int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        return highest + (short) (sequenceNumber - (int) highest);
    }

    static int int16(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
    }

    static int int32(byte[] bytes, int offset) {
        return int16(bytes, offset) << 16 | int16(bytes, offset + 2);
    }

    private static void putInt32(byte[] bytes, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[offset + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    /** Overwrites the keys; nothing is protected or unprotected any more. */
    @Override
    public void close() {
        closed = true;
        outgoing.wipe();
        incoming.wipe();
    }

    @Override
    public String toString() {
        return "SrtpContext[redacted]";
    }
}
