package org.ssms.media.rtp;

import java.nio.ByteBuffer;

/**
 * The sending side of one synchronization source, RFC 3550 §5.1: counts sequence number and timestamp. Not thread safe.
 */
public final class RtpSource {
    private final int ssrc;
    private int sequenceNumber;
    private int timestamp;

    /** Start values should be random, RFC 3550 §5.1. */
    public RtpSource(int ssrc, int sequenceNumber, int timestamp) {
        this.ssrc = ssrc;
        this.sequenceNumber = sequenceNumber;
        this.timestamp = timestamp;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Of the next packet. */
    public int timestamp() {
        return timestamp;
    }

    /** Writes the header of the next packet, with the timestamp of now; the payload goes right behind it. */
    public void writeHeader(ByteBuffer out, int payloadType, boolean marker) {
        out.put((byte) 0x80).put((byte) ((marker ? 0x80 : 0) | (payloadType & 0x7f)));
        out.putShort((short) sequenceNumber++).putInt(timestamp).putInt(ssrc);
    }

    /** Moves the timestamp on by so many units of the clock rate. */
    public void advance(int samples) {
        timestamp += samples;
    }
}
