package org.ssms.media.rtcp;

import java.nio.ByteBuffer;
import org.ssms.media.rtp.MalformedPacketException;

/**
 * Reads compound RTCP packets, RFC 3550 §6.1 and A.2. Everything is checked before anything is told: what a packet says
 * counts only when all of it is well-formed. Allocates nothing.
 */
public final class RtcpReader {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;

    private static final int HEADER = 4;
    private static final int SENDER_INFO = 20;
    private static final int BLOCK = 24;

    /** What is of interest in a packet. Sources and times are unsigned, in an int. */
    public interface Output {
        /** The middle 32 bits of the NTP time at which the report was sent, in the clock of its sender. */
        void senderReport(int source, int ntpMiddle);

        /**
         * How a source is received by the reporter.
         *
         * @param lost packets since the start, signed
         * @param lastReport middle of the NTP time of the last sender report that came, or 0
         * @param delay since it came, in 1/65536 s
         */
        void receptionReport(int reporter, int source, int lost, int lastReport, int delay);

        /** The source is leaving. */
        void bye(int source);
    }

    private RtcpReader() {}

    /**
     * Reads the bytes from position to limit, both left unchanged.
     *
     * @throws MalformedPacketException when it is no compound packet that starts with a report; nothing was told then
     */
    public static void read(ByteBuffer packet, Output output) throws MalformedPacketException {
        int first = packet.position();
        int end = packet.limit();
        if (end - first < HEADER + 4 || (end - first) % 4 != 0) {
            throw new MalformedPacketException("not whole words of RTCP");
        }
        int firstType = type(packet, first);
        if (firstType != SENDER_REPORT && firstType != RECEIVER_REPORT) {
            throw new MalformedPacketException("compound RTCP must start with a report");
        }
        for (int at = first; at < end; at = next(packet, at)) {
            check(packet, at, end);
        }
        for (int at = first; at < end; at = next(packet, at)) {
            tell(packet, at, output);
        }
    }

    private static int type(ByteBuffer packet, int at) {
        return packet.get(at + 1) & 0xff;
    }

    private static int count(ByteBuffer packet, int at) {
        return packet.get(at) & 0x1f;
    }

    private static int next(ByteBuffer packet, int at) {
        return at + HEADER + 4 * (packet.getShort(at + 2) & 0xffff);
    }

    private static void check(ByteBuffer packet, int at, int end) throws MalformedPacketException {
        int next = next(packet, at); // whole words are left, so the header is there
        if ((packet.get(at) & 0xc0) != 0x80 || next > end) {
            throw new MalformedPacketException("RTCP of another version or beyond the datagram");
        }
        int content = next - at - padding(packet, at, next, end);
        int needed = switch (type(packet, at)) {
            case SENDER_REPORT -> HEADER + 4 + SENDER_INFO + BLOCK * count(packet, at);
            case RECEIVER_REPORT -> HEADER + 4 + BLOCK * count(packet, at);
            case BYE -> HEADER + 4 * count(packet, at);
            default -> HEADER;
        };
        if (content < needed) {
            throw new MalformedPacketException("RTCP shorter than it says");
        }
        if (type(packet, at) == SOURCE_DESCRIPTION) {
            checkChunks(packet, at, at + content);
        }
    }

    /** Only the last packet of a compound may be padded. */
    private static int padding(ByteBuffer packet, int at, int next, int end) throws MalformedPacketException {
        if ((packet.get(at) & 0x20) == 0) {
            return 0;
        }
        int padding = packet.get(next - 1) & 0xff;
        if (next != end || padding == 0 || padding % 4 != 0 || padding > next - at - HEADER) {
            throw new MalformedPacketException("RTCP padding of " + padding + " bytes");
        }
        return padding;
    }

    /** RFC 3550 §6.5: each chunk is a source and items, ended by a zero and filled up to a word. */
    private static void checkChunks(ByteBuffer packet, int at, int end) throws MalformedPacketException {
        int item = at + HEADER;
        for (int chunk = 0; chunk < count(packet, at); chunk++) {
            item += 4;
            while (item < end && packet.get(item) != 0) {
                item += item + 1 < end ? 2 + (packet.get(item + 1) & 0xff) : 2;
            }
            if (item >= end) {
                throw new MalformedPacketException("source description without an end");
            }
            item += 4 - (item - at) % 4;
        }
    }

    private static void tell(ByteBuffer packet, int at, Output output) {
        switch (type(packet, at)) {
            case SENDER_REPORT -> {
                int source = packet.getInt(at + HEADER);
                output.senderReport(
                        source, (packet.getInt(at + HEADER + 4) << 16) | (packet.getShort(at + 12) & 0xffff));
                tellBlocks(packet, at, at + HEADER + 4 + SENDER_INFO, output);
            }
            case RECEIVER_REPORT -> tellBlocks(packet, at, at + HEADER + 4, output);
            case BYE -> {
                for (int i = 0; i < count(packet, at); i++) {
                    output.bye(packet.getInt(at + HEADER + 4 * i));
                }
            }
            default -> {
                // descriptions, feedback and what applications say: nothing that a mailbox needs
            }
        }
    }

    private static void tellBlocks(ByteBuffer packet, int at, int blocks, Output output) {
        int reporter = packet.getInt(at + HEADER);
        for (int i = 0; i < count(packet, at); i++) {
            int block = blocks + BLOCK * i;
            int lost = packet.getInt(block + 4) << 8 >> 8;
            output.receptionReport(
                    reporter, packet.getInt(block), lost, packet.getInt(block + 16), packet.getInt(block + 20));
        }
    }
}
