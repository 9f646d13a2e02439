package org.ssms.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The {@code c=} line, RFC 8866 §5.7.
 *
 * @param addressType {@code IP4} or {@code IP6}
 * @param address literal or host name as written, with TTL and count where the line has them
 */
public record Connection(String networkType, String addressType, String address) {

    static Connection of(InetAddress address) {
        return new Connection("IN", address instanceof Inet6Address ? "IP6" : "IP4", AddressLiteral.format(address));
    }
}
