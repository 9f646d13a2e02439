package org.ssms.media.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A socket of the loop and who takes what comes to it; on the loop. */
interface Receiver {
    DatagramChannel channel();

    /**
     * Takes one datagram from its position to its limit; the buffer has an array.
     *
     * @param now when it was read; when it came is only known to lie between that and the last {@link #emptied}
     */
    void received(ByteBuffer datagram, InetSocketAddress source, long now);

    /** The socket was found empty, and all that had come by {@code now} was taken: what is taken next came later. */
    void emptied(long now);
}
