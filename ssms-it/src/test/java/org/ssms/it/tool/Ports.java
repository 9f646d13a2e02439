package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that must be told one. */
public final class Ports {
    private Ports() {}

    /** A port that a moment ago was free for UDP and TCP, and so was the next one, which SIP programs take for TLS. */
    public static int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
                    ServerSocket next = new ServerSocket(tcp.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return Math.min(udp.getLocalPort(), next.getLocalPort());
            } catch (IOException e) {
                if (attempt == 99) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("unreachable");
    }
}
