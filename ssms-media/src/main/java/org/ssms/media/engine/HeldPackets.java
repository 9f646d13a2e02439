package org.ssms.media.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;

/** Packets of one source that may turn out to be the caller's: copies, the newest. Used on the call's loop. */
final class HeldPackets {
    /** Two seconds of sound in packets of the usual length: more than any probation takes. */
    static final int MOST_BYTES = 32_768;

    /** What a packet takes of the heap besides its payload: header, array, buffer, views and its place here. */
    static final int OVERHEAD_BYTES = 160;

    /** @param arrival nanoseconds of the loop's clock */
    record Held(RtpPacket packet, long arrival) {}

    private final Deque<Held> packets = new ArrayDeque<>(0);
    private @Nullable InetSocketAddress source;
    private int ssrc;
    private int bytes;

    /** Keeps a copy. How many were forgotten for it: those of another source, or the oldest. */
    int keep(RtpPacket packet, InetSocketAddress from, long now) {
        int forgotten = isOf(from, packet.ssrc()) ? 0 : drop();
        source = from;
        ssrc = packet.ssrc();
        ByteBuffer copy = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + packet.payloadLength());
        packet.writeTo(copy);
        try {
            packets.add(new Held(RtpPacket.parse(copy.flip()), now));
        } catch (MalformedPacketException e) {
            throw new AssertionError("a copied packet is well-formed", e);
        }
        bytes += size(packet);
        while (bytes > MOST_BYTES) {
            bytes -= size(packets.remove().packet());
            forgotten++;
        }
        return forgotten;
    }

    /** Whether those that are held are of that source. */
    boolean isOf(InetSocketAddress from, int ofSsrc) {
        return from.equals(source) && ssrc == ofSsrc;
    }

    private static int size(RtpPacket packet) {
        return OVERHEAD_BYTES + packet.payloadLength();
    }

    /** The oldest first; nothing is held afterwards. */
    List<Held> take() {
        List<Held> taken = List.copyOf(packets);
        drop();
        return taken;
    }

    /** Forgets all; how many they were. */
    int drop() {
        int dropped = packets.size();
        packets.clear();
        bytes = 0;
        return dropped;
    }
}
