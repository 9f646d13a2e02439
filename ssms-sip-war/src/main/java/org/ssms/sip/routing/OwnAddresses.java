package org.ssms.sip.routing;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.Transport;

/** The numeric addresses and the ports at which this server listens for SIP. */
public final class OwnAddresses {
    private final List<ConnectorConfig> connectors;
    private final Set<InetAddress> addresses;
    private final Set<Integer> ports;

    /** Reads the addresses of the network interfaces once when a connector listens on all of them. */
    public OwnAddresses(List<ConnectorConfig> connectors) {
        this.connectors = connectors;
        this.addresses = connectors.stream()
                .flatMap(connector -> numeric(connector.address()).stream())
                .flatMap(address -> address.isAnyLocalAddress() ? interfaces() : Stream.of(address))
                .collect(Collectors.toUnmodifiableSet());
        this.ports = connectors.stream().map(ConnectorConfig::port).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a URI with this host and port leads here.
     *
     * @param host as in a URI: IPv6 in brackets; a name is never an address of ours
     * @param port 0 when the URI has none
     */
    public boolean contain(String host, int port) {
        return (port == 0 || ports.contains(port)) && containHost(host);
    }

    /** Whether the host is an address of this machine at which it listens, whatever the port. */
    public boolean containHost(String host) {
        return numeric(host).filter(addresses::contains).isPresent();
    }

    /** The port of a transport; 0 when we do not listen for it. */
    public int port(Transport transport) {
        return connectors.stream()
                .filter(connector -> connector.transport() == transport)
                .mapToInt(ConnectorConfig::port)
                .findFirst()
                .orElse(0);
    }

    /**
     * Whether a packet from there was sent by this server. Over loopback others come from the same address, so there it
     * must be a port of ours.
     */
    public boolean isSource(String address, int port) {
        return numeric(address)
                .filter(addresses::contains)
                .filter(own -> ports.contains(port) || !own.isLoopbackAddress())
                .isPresent();
    }

    /** Empty for a name, which is not looked up, and for what is no address at all. */
    private static Optional<InetAddress> numeric(String host) {
        if (host.indexOf(':') < 0 && !host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host)); // numeric: nobody is asked
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Stream<InetAddress> interfaces() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
        } catch (SocketException e) {
            throw new IllegalStateException("the network interfaces cannot be read", e);
        }
    }
}
