package org.ssms.it.tool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/** Loopback addresses, one for each caller: the server counts by source, and nobody else takes a port there. */
public final class Sources {
    /** The trunk of the shared server. */
    public static final String TRUNK = "127.4.0.1";

    private static final int LAST_OCTETS = 250;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Sources() {}

    /** 127.3.x.y, none twice in a run of the tests. */
    public static InetAddress next() {
        int number = NUMBER.getAndIncrement();
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, 3, (byte) (number / LAST_OCTETS), (byte) (1 + number % LAST_OCTETS)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
