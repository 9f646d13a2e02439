package org.ssms.media.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;

/**
 * Packets of one source that may turn out to be the caller's: copies, the newest. Allocates nothing before the first. Used
 * on the call's loop.
 */
final class HeldPackets {
    /** A second of sound, whatever the length of the packets: more than any probation takes. */
    static final int MOST_BYTES = 8192;

    private final List<RtpPacket> packets = new ArrayList<>(0);
    private @Nullable InetSocketAddress source;
    private int ssrc;
    private int bytes;

    /** Keeps a copy. How many were forgotten for it: those of another source, or the oldest. */
    int keep(RtpPacket packet, InetSocketAddress from) {
        int forgotten = isOf(from, packet.ssrc()) ? 0 : drop();
        source = from;
        ssrc = packet.ssrc();
        ByteBuffer copy = ByteBuffer.allocate(size(packet));
        packet.writeTo(copy);
        try {
            packets.add(RtpPacket.parse(copy.flip()));
        } catch (MalformedPacketException e) {
            throw new AssertionError("a copied packet is well-formed", e);
        }
        bytes += size(packet);
        while (bytes > MOST_BYTES) {
            bytes -= size(packets.remove(0));
            forgotten++;
        }
        return forgotten;
    }

    private boolean isOf(InetSocketAddress from, int ofSsrc) {
        return from.equals(source) && ssrc == ofSsrc;
    }

    private static int size(RtpPacket packet) {
        return RtpPacket.HEADER_BYTES + packet.payloadLength();
    }

    /** Those of a source, the oldest first; nothing is held afterwards. */
    List<RtpPacket> take(InetSocketAddress from, int ofSsrc) {
        if (packets.isEmpty()) {
            return List.of();
        }
        List<RtpPacket> taken = isOf(from, ofSsrc) ? List.copyOf(packets) : List.of();
        drop();
        return taken;
    }

    /** Forgets all; how many they were. */
    int drop() {
        int dropped = packets.size();
        if (dropped > 0) {
            packets.clear();
            bytes = 0;
        }
        return dropped;
    }
}
