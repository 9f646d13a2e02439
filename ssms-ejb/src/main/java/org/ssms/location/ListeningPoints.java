package org.ssms.location;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.IdentityConfig;

/** Where phones reach this node. The SIP adapter, which alone reads that, says it at its start. Thread-safe. */
@Singleton
public class ListeningPoints {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final @Nullable String configuredHost;
    private volatile String mailboxHost;
    private volatile List<ListeningPoint> points = List.of();

    @Inject
    ListeningPoints(LocationConfig location, IdentityConfig identity) {
        this.configuredHost = location.routing().mailboxHost();
        this.mailboxHost = configuredHost == null ? identity.domain() : configuredHost;
    }

    /**
     * A listening point of the SIP container.
     *
     * @param transport UDP, TCP, TLS, WS or WSS
     * @param address numeric, an IPv6 address without its brackets
     */
    public record ListeningPoint(String transport, String address, int port) {
        /** Where others reach it, as in a URI; {@code host} when it listens on all addresses of this machine. */
        public String hostOr(String host) {
            if (isEverywhere()) {
                return host;
            }
            return address.indexOf(':') < 0 ? address : "[" + address + "]";
        }

        public boolean isEverywhere() {
            return EVERYWHERE.contains(address);
        }
    }

    /**
     * Takes notice of where we listen.
     *
     * @param known in the order of the configuration
     * @param web has the name of this machine for others, when a point stands for all its addresses
     */
    public void are(List<ListeningPoint> known, URI web) {
        points = List.copyOf(known);
        if (configuredHost == null && !known.isEmpty()) {
            ListeningPoint first = known.get(0);
            mailboxHost = first.hostOr(web.getHost()) + ":" + first.port();
        }
    }

    /** In the order of the configuration; none while the SIP adapter is not up. */
    public List<ListeningPoint> all() {
        return points;
    }

    /** Host or host:port of the mailbox URIs that we hand out. */
    public String mailboxHost() {
        return mailboxHost;
    }
}
