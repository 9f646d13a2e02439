package org.ssms.identity.digest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import org.ssms.base.net.AddressBlock;

/**
 * Where a request comes from.
 *
 * @param address the literal in lower case, without brackets and zone
 * @param network what one subscriber of a carrier has: the IPv4 address, or the first 64 bits of the IPv6 address
 */
public record Source(String address, String network) {
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Whatever cannot be read as an address stands for itself. */
    public static Source of(String literal) {
        String address = literal.replaceAll("[\\[\\]]|%.*", "").toLowerCase(Locale.ROOT);
        return new Source(
                address,
                AddressBlock.parse(address)
                        .map(AddressBlock::network)
                        .map(Source::network)
                        .orElse(address));
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
                : address.getHostAddress();
    }
}
