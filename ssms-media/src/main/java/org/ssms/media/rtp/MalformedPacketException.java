package org.ssms.media.rtp;

/**
 * A datagram that is not a well-formed packet of its protocol. Expected on an open port: count it, never log a stack.
 */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedPacketException(String problem) {
        super(problem, null, false, false);
    }
}
