package org.ssms.media.rtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes the packets of a compound RTCP packet of one source one behind the other, RFC 3550 §6.4 to §6.6. */
public final class RtcpWriter {
    private static final int CNAME = 1;

    /**
     * What was sent so far.
     *
     * @param ntp time of the report, 32.32 bit fixed point
     * @param timestamp the same time in RTP units
     */
    public record Sent(long ntp, int timestamp, int packets, int octets) {}

    /** A reception report block, RFC 3550 §6.4.1. Times and sequence numbers are unsigned. */
    public record Block(
            int source, int fractionLost, int lost, int highestSequence, int jitter, int lastReport, int delay) {}

    private final ByteBuffer out;
    private final int source;

    /** Writes at the position of the buffer, which has room for everything. */
    public RtcpWriter(ByteBuffer out, int source) {
        this.out = out;
        this.source = source;
    }

    /** A sender report, or a receiver report when nothing was sent. Comes first. */
    public RtcpWriter report(@Nullable Sent sent, @Nullable Block block) {
        int start = header(block == null ? 0 : 1, sent == null ? RtcpReader.RECEIVER_REPORT : RtcpReader.SENDER_REPORT);
        out.putInt(source);
        if (sent != null) {
            out.putLong(sent.ntp())
                    .putInt(sent.timestamp())
                    .putInt(sent.packets())
                    .putInt(sent.octets());
        }
        if (block != null) {
            int lost = Math.max(-0x80_0000, Math.min(block.lost(), 0x7f_ffff));
            out.putInt(block.source()).putInt((block.fractionLost() << 24) | (lost & 0xff_ffff));
            out.putInt(block.highestSequence()).putInt(block.jitter());
            out.putInt(block.lastReport()).putInt(block.delay());
        }
        return end(start);
    }

    /** The canonical name, at most 255 ASCII characters. */
    public RtcpWriter description(String canonicalName) {
        int start = header(1, RtcpReader.SOURCE_DESCRIPTION);
        byte[] name = canonicalName.getBytes(US_ASCII);
        out.putInt(source).put((byte) CNAME).put((byte) name.length).put(name).put((byte) 0);
        while ((out.position() - start) % 4 != 0) {
            out.put((byte) 0);
        }
        return end(start);
    }

    /** The source leaves. Comes last. */
    public RtcpWriter bye() {
        int start = header(1, RtcpReader.BYE);
        out.putInt(source);
        return end(start);
    }

    private int header(int count, int type) {
        int start = out.position();
        out.put((byte) (0x80 | count)).put((byte) type).putShort((short) 0);
        return start;
    }

    private RtcpWriter end(int start) {
        out.putShort(start + 2, (short) ((out.position() - start) / 4 - 1));
        return this;
    }
}
