package org.ssms.location;

import jakarta.inject.Singleton;
import java.util.List;

/** Where phones reach this node. The SIP adapter, which alone reads that, says it at its start. Thread-safe. */
@Singleton
public class ListeningPoints {
    private volatile List<ListeningPoint> points = List.of();

    /**
     * A listening point of the SIP container.
     *
     * @param transport UDP, TCP, TLS, WS or WSS
     * @param address numeric, an IPv6 address without its brackets; may stand for all addresses of this machine
     */
    public record ListeningPoint(String transport, String address, int port) {}

    public void are(List<ListeningPoint> known) {
        points = List.copyOf(known);
    }

    /** In the order of the configuration; none while the SIP adapter is not up. */
    public List<ListeningPoint> all() {
        return points;
    }
}
