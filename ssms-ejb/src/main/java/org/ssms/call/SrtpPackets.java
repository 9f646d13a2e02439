package org.ssms.call;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ssms.media.engine.PacketProtection;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.protect.srtp.SrtpContext;
import org.ssms.protect.srtp.SrtpSuite;

/** Lets the media loops protect packets. Media and protection do not know each other. */
final class SrtpPackets implements PacketProtection {
    private final SrtpContext context;

    private SrtpPackets(SrtpContext context) {
        this.context = context;
    }

    /** With the keys that SDES has agreed on; they are read and neither kept nor closed. */
    static PacketProtection of(SrtpKeys keys) {
        byte[] local = keys.revealLocal();
        byte[] remote = keys.revealRemote();
        try {
            SrtpSuite suite = SrtpSuite.valueOf(keys.suite().name());
            return new SrtpPackets(new SrtpContext(suite, local, remote, keys.remoteMki(), keys.isRtcpInClear()));
        } finally {
            Arrays.fill(local, (byte) 0);
            Arrays.fill(remote, (byte) 0);
        }
    }

    @Override
    public boolean unprotectRtp(ByteBuffer packet) {
        return context.unprotectRtp(packet);
    }

    @Override
    public boolean unprotectRtcp(ByteBuffer packet) {
        return context.unprotectRtcp(packet);
    }

    @Override
    public boolean protectRtp(ByteBuffer packet) {
        return context.protectRtp(packet);
    }

    @Override
    public boolean protectRtcp(ByteBuffer packet) {
        return context.protectRtcp(packet);
    }

    @Override
    public void close() {
        context.close();
    }
}
