package org.ssms.media.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A socket of the loop and who takes what comes to it; on the loop. */
interface Receiver {
    DatagramChannel channel();

    /** Takes one datagram from its position to its limit; the buffer has an array. */
    void received(ByteBuffer datagram, InetSocketAddress source, long now);
}
