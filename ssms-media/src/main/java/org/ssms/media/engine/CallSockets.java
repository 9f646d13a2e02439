package org.ssms.media.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * The two sockets of a call.
 *
 * @param local of the RTP socket
 * @param rtcp on the next port, RFC 3550 §11
 */
record CallSockets(InetSocketAddress local, DatagramChannel rtp, DatagramChannel rtcp) {
    void close() throws IOException {
        try {
            rtp.close();
        } finally {
            rtcp.close();
        }
    }
}
