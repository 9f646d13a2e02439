package org.ssms.identity.stir;

import java.net.InetAddress;
import java.util.List;
import org.ssms.base.net.AddressBlock;

/** Addresses of the public Internet, which a fetch that strangers can cause may go to. */
final class PublicAddresses {
    /** IANA special-purpose address registries (RFC 6890), with the ranges that embed an IPv4 address. */
    private static final List<AddressBlock> OTHERS = List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/8",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .stream()
            .map(block -> AddressBlock.parse(block).orElseThrow())
            .toList();

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return OTHERS.stream().noneMatch(block -> block.contains(address));
    }
}
