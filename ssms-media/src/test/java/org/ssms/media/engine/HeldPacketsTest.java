package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.ssms.media.rtp.RtpPacket;

class HeldPacketsTest {
    private static final int PAYLOAD = 160;
    private static final int COUNT = 64;
    /** Not held: a view while it is copied, and the places of a queue that was too small. */
    private static final int GARBAGE = 72;

    @Test
    void a_packet_is_counted_with_all_that_it_takes_of_the_heap() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + PAYLOAD);
        RtpPacket packet = RtpPacket.parse(bytes.put(0, (byte) 0x80));
        InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        new HeldPackets().keep(packet, from, 0); // what the first one loads is not counted
        HeldPackets held = new HeldPackets();
        long before = allocated();
        for (int i = 0; i < COUNT; i++) {
            held.keep(packet, from, i);
        }
        long each = (allocated() - before) / COUNT;
        assertThat(each).isBetween(PAYLOAD + 1L, (long) PAYLOAD + HeldPackets.OVERHEAD_BYTES + GARBAGE);
        assertThat(held.take()).hasSize(COUNT);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
