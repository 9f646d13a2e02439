package org.ssms.media.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;

/**
 * Packets of a source that may turn out to be the caller's: copies, few of them, the newest. Allocates nothing before the
 * first. Used on the call's loop.
 */
final class HeldPackets {
    /** More than {@link SourceLatch#QUIET_NANOS} of the shortest packets. */
    static final int MOST = 8;

    private final List<RtpPacket> packets = new ArrayList<>(0);

    /** Keeps a copy. How many were forgotten for it. */
    int keep(RtpPacket packet) {
        ByteBuffer copy = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + packet.payloadLength());
        packet.writeTo(copy);
        try {
            packets.add(RtpPacket.parse(copy.flip()));
        } catch (MalformedPacketException e) {
            throw new AssertionError("a copied packet is well-formed", e);
        }
        if (packets.size() <= MOST) {
            return 0;
        }
        packets.remove(0);
        return 1;
    }

    /** Those of an SSRC, the oldest first; nothing is held afterwards. */
    List<RtpPacket> take(int ssrc) {
        if (packets.isEmpty()) {
            return List.of();
        }
        List<RtpPacket> taken = new ArrayList<>(packets);
        for (Iterator<RtpPacket> each = taken.iterator(); each.hasNext(); ) {
            if (each.next().ssrc() != ssrc) {
                each.remove();
            }
        }
        packets.clear();
        return taken;
    }

    /** Forgets all; how many they were. */
    int drop() {
        int dropped = packets.size();
        if (dropped > 0) {
            packets.clear();
        }
        return dropped;
    }
}
