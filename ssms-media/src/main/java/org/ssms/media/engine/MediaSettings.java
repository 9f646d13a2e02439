package org.ssms.media.engine;

import java.net.InetAddress;

/**
 * How the media engine is set up.
 *
 * @param bind the local address of all RTP sockets
 * @param portMin first RTP port, even (RFC 3550 §11)
 * @param portMax last port of the range, inclusive
 * @param loops number of event loops; 0 takes one per processor
 * @param maxCalls most calls open at the same time
 */
public record MediaSettings(InetAddress bind, int portMin, int portMax, int loops, int maxCalls) {
    public MediaSettings {
        require(
                portMin % 2 == 0 && portMin >= 1024,
                "RTP port range must start at an even port from 1024, was " + portMin);
        require(portMax > portMin && portMax <= 65535, "RTP port range must end above its start, was " + portMax);
        require(loops >= 0 && loops <= 256, "media loops must be 0 to 256, were " + loops);
        require(maxCalls > 0, "calls must be at least 1, were " + maxCalls);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
