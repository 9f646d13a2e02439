package org.ssms.media.engine;

import java.net.InetAddress;
import java.util.List;
import org.ssms.media.sdp.AddressFamily;

/**
 * How the media engine is set up.
 *
 * @param bind the local addresses of the RTP sockets, one or one of each family; never the unspecified address, as they
 *     go into session descriptions
 * @param portMin first RTP port, even (RFC 3550 §11)
 * @param portMax last port of the range, inclusive
 * @param loops number of event loops; 0 takes one per processor
 * @param maxCalls most calls open at the same time
 */
public record MediaSettings(List<InetAddress> bind, int portMin, int portMax, int loops, int maxCalls) {
    public MediaSettings {
        bind = List.copyOf(bind);
        require(
                !bind.isEmpty()
                        && bind.stream().map(AddressFamily::of).distinct().count() == bind.size(),
                "RTP needs one address, or one of IPv4 and one of IPv6, had " + bind);
        require(bind.stream().noneMatch(InetAddress::isAnyLocalAddress), "RTP needs real addresses, had " + bind);
        require(
                portMin % 2 == 0 && portMin >= 1024,
                "RTP port range must start at an even port from 1024, was " + portMin);
        require(portMax > portMin && portMax <= 65535, "RTP port range must end above its start, was " + portMax);
        require(loops >= 0 && loops <= 256, "media loops must be 0 to 256, were " + loops);
        require(maxCalls > 0, "calls must be at least 1, were " + maxCalls);
    }

    public MediaSettings(InetAddress bind, int portMin, int portMax, int loops, int maxCalls) {
        this(List.of(bind), portMin, portMax, loops, maxCalls);
    }

    /** The address for calls of that family, or the first one when there is none. */
    InetAddress bind(AddressFamily family) {
        return bind.stream()
                .filter(address -> AddressFamily.of(address) == family)
                .findFirst()
                .orElse(bind.get(0));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
