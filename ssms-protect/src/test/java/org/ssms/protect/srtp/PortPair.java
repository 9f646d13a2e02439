package org.ssms.protect.srtp;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two ports that follow each other, the first one even, below those that the system gives to sockets without one:
 * nobody takes them between their closing and their use by a peer.
 */
final class PortPair implements AutoCloseable {
    private static final int FIRST = 8_500;
    private static final int COUNT = 1_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 16 % COUNT));

    private final DatagramSocket rtp;
    private final DatagramSocket rtcp;

    private PortPair(DatagramSocket rtp, DatagramSocket rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    static PortPair open() throws IOException {
        for (int i = 0; i < COUNT / 2; i++) {
            int port = FIRST + NEXT.getAndAdd(2) % COUNT;
            DatagramSocket first = null;
            try {
                first = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                PortPair pair = new PortPair(first, new DatagramSocket(port + 1, InetAddress.getLoopbackAddress()));
                first.setReceiveBufferSize(1 << 20);
                return pair;
            } catch (BindException taken) {
                if (first != null) {
                    first.close();
                }
            }
        }
        throw new IOException("no two ports are free");
    }

    /** The first of a pair that was free a moment ago, for a peer. */
    static int free() throws IOException {
        try (PortPair pair = open()) {
            return pair.port();
        }
    }

    DatagramSocket rtp() {
        return rtp;
    }

    DatagramSocket rtcp() {
        return rtcp;
    }

    /** Of the first one, RTP. */
    int port() {
        return rtp.getLocalPort();
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
