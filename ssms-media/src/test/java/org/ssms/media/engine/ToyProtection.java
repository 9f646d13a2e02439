package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.ssms.media.sdp.SrtpKeys;

/** Stands for SRTP, which is in a library that media do not know: the first key byte is added and is the tag, too. */
final class ToyProtection implements PacketProtection {
    private static final int HEADER = 12;

    private final byte local;
    private final byte remote;
    boolean closed;

    ToyProtection(SrtpKeys keys) {
        this(keys.revealLocal()[0], keys.revealRemote()[0]);
    }

    ToyProtection(byte local, byte remote) {
        this.local = local;
        this.remote = remote;
    }

    @Override
    public boolean unprotectRtp(ByteBuffer packet) {
        int last = packet.limit() - 1;
        if (closed || packet.remaining() <= HEADER || packet.get(last) != remote) {
            return false;
        }
        packet.limit(last);
        add(packet, HEADER, -remote);
        return true;
    }

    @Override
    public boolean protectRtp(ByteBuffer packet) {
        add(packet, HEADER, local);
        packet.limit(packet.limit() + 1).put(packet.limit() - 1, local);
        return !closed;
    }

    @Override
    public boolean unprotectRtcp(ByteBuffer packet) {
        return unprotectRtp(packet);
    }

    @Override
    public boolean protectRtcp(ByteBuffer packet) {
        return protectRtp(packet);
    }

    private static void add(ByteBuffer packet, int from, int what) {
        byte[] bytes = packet.array(); // an array is what the engine promises
        for (int i = packet.arrayOffset() + packet.position() + from; i < packet.arrayOffset() + packet.limit(); i++) {
            bytes[i] += (byte) what;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
