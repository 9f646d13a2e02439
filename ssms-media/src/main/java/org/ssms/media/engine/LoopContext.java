package org.ssms.media.engine;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.ssms.media.rtp.RtpPacket;

/** What the calls of one loop share: its clock, counters and buffers. Used by the loop's thread only. */
final class LoopContext {
    /** Larger than any RTP packet of a voice call; a datagram that fills it is refused, as it may be cut. */
    static final int MAX_DATAGRAM = 2048;

    private final LongSupplier nanoTime;
    private final PortPool ports;
    private final SecureRandom random;
    private final LoopCounters counters = new LoopCounters();
    private final RtpPacket packet = new RtpPacket();
    private final FrameScratch scratch = new FrameScratch();
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ByteBuffer protectBuffer = ByteBuffer.allocate(MAX_DATAGRAM);

    LoopContext(LongSupplier nanoTime, PortPool ports, SecureRandom random) {
        this.nanoTime = nanoTime;
        this.ports = ports;
        this.random = random;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    SecureRandom random() {
        return random;
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

    /** Backed by an array. */
    ByteBuffer protectBuffer() {
        return protectBuffer;
    }

    /** Whether a call of this engine has that port for RTP or RTCP. */
    boolean isOurPort(int port) {
        return ports.isTaken(port & ~1);
    }
}
