package org.ssms.guard;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Who is counted: an IPv4 address, or the /64 network of an IPv6 address, as one subscriber line usually gets that
 * much. An IPv4 address mapped into IPv6 is the IPv4 address.
 */
public record Source(long network, boolean ipv6) {
    private static final int IPV6_NETWORK_BYTES = 8;

    /**
     * Who may stand behind it: what a provider hands out at most, a /48 of IPv6, has 65,536 networks that each count
     * for themselves. Of IPv4 it is the source itself.
     */
    public Source wide() {
        return ipv6 ? new Source(network >>> Short.SIZE, true) : this;
    }

    public static Source of(InetAddress address) {
        // getByAddress has already turned a mapped address into Inet4Address
        byte[] bytes = address.getAddress();
        boolean ipv6 = address instanceof Inet6Address;
        long network = 0;
        for (int i = 0; i < (ipv6 ? IPV6_NETWORK_BYTES : bytes.length); i++) {
            network = (network << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return new Source(network, ipv6);
    }
}
