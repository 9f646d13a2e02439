package org.ssms.it.tool;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that must be told one. They lie below those that the system gives to sockets without one, and
 * below our RTP ports, so that nobody takes one between the look at it and its use.
 */
public final class Ports {
    private static final int FIRST = 10_000;
    private static final int COUNT = 4_000;
    /** Runs of the tests side by side begin at different places. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 64 % COUNT));

    private Ports() {}

    /**
     * An even port that is free for UDP and TCP, and so is the next one, which SIP programs take for TLS. None is given
     * twice.
     */
    public static int free() {
        for (int attempt = 0; attempt < COUNT / 2; attempt++) {
            int port = FIRST + NEXT.getAndAdd(2) % COUNT;
            try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                    ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                if (udp.isBound() && next.isBound()) {
                    return tcp.getLocalPort();
                }
            } catch (IOException e) {
                // somebody has it
            }
        }
        throw new IllegalStateException("no port is free from " + FIRST + " on");
    }
}
