package org.ssms.media.engine;

/**
 * Totals since the engine started, except the first three, which are of now. Every received datagram is in
 * {@code packetsReceived}; late, lost and duplicate are counted while recording only.
 *
 * @param tickLatenessMicros by how much a loop was late at its worst in the last second
 * @param packetsMalformed not RTP, or a wrong telephone-event
 * @param packetsForeignSource from an address or SSRC that is not the call's, or before the call was connected
 * @param packetsUnauthentic of a call with SRTP, but not protected by its key, or a repetition
 * @param packetsIgnored of the call, but of a payload type that was not agreed, or while on hold; and keys that nobody
 *     can press so fast
 * @param packetsLate came after their place in the recording was passed
 * @param rtcpReceived well-formed RTCP of the call
 */
public record MediaCounters(
        int openCalls,
        int portsInUse,
        long tickLatenessMicros,
        long packetsReceived,
        long packetsMalformed,
        long packetsForeignSource,
        long packetsUnauthentic,
        long packetsIgnored,
        long packetsLate,
        long packetsLost,
        long packetsDuplicate,
        long packetsSent,
        long rtcpReceived,
        long rtcpSent) {}
