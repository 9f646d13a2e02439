package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.ssms.media.sdp.SrtpKeys;

/**
 * SRTP and SRTCP (RFC 3711) of one call in both directions. Each method works in place on an array-backed buffer, from
 * its position, which stays, to its limit, which moves to the new end. Used by one thread at a time, the call's loop;
 * must neither block nor throw.
 */
public interface PacketProtection extends AutoCloseable {
    /** Bytes that protecting may add to a packet. */
    int MAX_OVERHEAD = 16;

    /** Makes the protection of a call; on its loop, so it must not block. */
    @FunctionalInterface
    interface Factory {
        /** Reads the keys only now and does not close them. */
        PacketProtection of(SrtpKeys keys);
    }

    /** False for what is not authentic, a repetition, or too short; it must then not be used. */
    boolean unprotectRtp(ByteBuffer packet);

    /** As {@link #unprotectRtp}, for a compound RTCP packet. */
    boolean unprotectRtcp(ByteBuffer packet);

    /** False when the packet cannot be sent, as the key is used up; needs {@link #MAX_OVERHEAD} bytes of room. */
    boolean protectRtp(ByteBuffer packet);

    /** As {@link #protectRtp}, for a compound RTCP packet. */
    boolean protectRtcp(ByteBuffer packet);

    /** Forgets the keys; nothing is protected or unprotected afterwards. */
    @Override
    void close();
}
