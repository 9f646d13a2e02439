package org.ssms.media.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.ssms.media.rtp.RtpPacket;

/** What the calls of one loop share: its clock, counters and buffers. Used by the loop's thread only. */
final class LoopContext {
    /** Larger than any RTP packet of a voice call; a datagram that fills it is refused, as it may be cut. */
    static final int MAX_DATAGRAM = 2048;

    private final LongSupplier nanoTime;
    private final PortPool ports;
    private final LoopCounters counters = new LoopCounters();
    private final RtpPacket packet = new RtpPacket();
    private final FrameScratch scratch = new FrameScratch();
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);

    LoopContext(LongSupplier nanoTime, PortPool ports) {
        this.nanoTime = nanoTime;
        this.ports = ports;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    LoopCounters counters() {
        return counters;
    }

    RtpPacket packet() {
        return packet;
    }

    FrameScratch scratch() {
        return scratch;
    }

    ByteBuffer sendBuffer() {
        return sendBuffer;
    }

    /** False for what cannot be one caller's own RTP port: nobody, everybody, or a call of this engine. */
    boolean mayBeSentTo(InetSocketAddress remote, InetAddress bind) {
        InetAddress address = remote.getAddress();
        boolean oneHost = !address.isAnyLocalAddress() && !address.isMulticastAddress();
        boolean ourselves = address.equals(bind) && ports.isTaken(remote.getPort());
        return oneHost && !ourselves && remote.getPort() != 0 && address.getClass() == bind.getClass();
    }
}
