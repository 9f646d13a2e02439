package org.ssms.media.engine;

/**
 * Totals since the engine started, except the first two, which are of now. Every received datagram is in
 * {@code packetsReceived}; late, lost and duplicate are counted while recording only.
 *
 * @param packetsMalformed not RTP, or a wrong telephone-event
 * @param packetsForeignSource from an address or SSRC that is not the call's, or before the call was connected
 * @param packetsIgnored of the call, but RTCP, of a payload type that was not agreed, or while on hold
 * @param packetsLate came after their place in the recording was passed
 */
public record MediaCounters(
        int openCalls,
        int portsInUse,
        long packetsReceived,
        long packetsMalformed,
        long packetsForeignSource,
        long packetsIgnored,
        long packetsLate,
        long packetsLost,
        long packetsDuplicate,
        long packetsSent) {}
