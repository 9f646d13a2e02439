package org.ssms.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** The two kinds of IP addresses of a {@code c=} line. */
public enum AddressFamily {
    IP4,
    IP6;

    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet6Address ? IP6 : IP4;
    }

    /** Of the first audio section that is not refused; empty when there is none or it names no address. */
    public static Optional<AddressFamily> of(SessionDescription offer) {
        return offer.media().stream()
                .filter(media -> media.type().equals("audio") && media.port() != 0)
                .findFirst()
                .map(media -> media.connection() == null ? offer.connection() : media.connection())
                .map(connection -> connection.addressType().equals("IP6") ? IP6 : IP4);
    }
}
