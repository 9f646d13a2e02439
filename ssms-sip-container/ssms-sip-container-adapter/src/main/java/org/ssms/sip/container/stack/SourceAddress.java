package org.ssms.sip.container.stack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one source: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer gets. */
final class SourceAddress {
    private static final int NETWORK_BYTES = 8;

    private SourceAddress() {}

    /** @param literal numeric address, with or without brackets */
    static String key(String literal) {
        if (literal.indexOf(':') < 0) {
            return literal;
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress(); // a literal: nobody is asked
            return address.length > NETWORK_BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(address, NETWORK_BYTES)) + "/64"
                    : InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException malformed) {
            return literal;
        }
    }
}
