package org.ssms.media.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses may be one caller's own, against calls that make us send to somebody else (RTP reflection). The
 * answer depends on where we are: carriers are private networks, so a server there takes private addresses as any
 * other; one with a public address does not believe them, as they are those of a caller behind NAT, or of our own
 * network.
 */
public final class PeerAddress {
    private PeerAddress() {}

    /** One host of our family, and not our own host from outside. False for the unspecified address, too. */
    public static boolean isHost(InetAddress remote, InetAddress local) {
        boolean host = !remote.isAnyLocalAddress() && !remote.isMulticastAddress() && !isReserved(remote);
        boolean reachable = (!remote.isLoopbackAddress() || local.isLoopbackAddress())
                && (!remote.isLinkLocalAddress() || local.isLinkLocalAddress());
        return host && reachable && AddressFamily.of(remote) == AddressFamily.of(local);
    }

    /** A host that may be sent to because a session description names it, before anything has come from there. */
    public static boolean isCredible(InetAddress remote, InetAddress local) {
        return isHost(remote, local) && (!isPrivate(remote) || isPrivate(local));
    }

    /** 0/8 and 240/4, broadcast included, RFC 1122 §3.2.1.3. */
    private static boolean isReserved(InetAddress address) {
        int first = address.getAddress()[0] & 0xff;
        return address instanceof Inet4Address && (first == 0 || first >= 240);
    }

    /** RFC 1918, RFC 6598 (100.64/10), RFC 4193 (fc00::/7), and this host. */
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean own = address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress();
        return address instanceof Inet4Address
                ? own || (first == 100 && (bytes[1] & 0xc0) == 64)
                : own || (first & 0xfe) == 0xfc;
    }
}
