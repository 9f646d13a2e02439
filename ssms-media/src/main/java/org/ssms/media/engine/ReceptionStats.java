package org.ssms.media.engine;

/**
 * How the stream of a call's source has come in over the whole call, RFC 3550 A.3 and A.8. Zeros when nothing has come.
 *
 * @param expected packets by the sequence numbers seen
 * @param received packets that came, repetitions included
 * @param lost expected less received; negative when more were repeated than lost
 * @param jitterMicros interarrival jitter at the end, as the turns of the call show it, every 20 or 100 ms
 * @param farLost packets of ours that the other side has reported as lost, or -1 without a report
 * @param roundTripMicros to the other side and back by its last report, or -1 without one
 */
public record ReceptionStats(
        long expected, long received, long lost, long jitterMicros, long farLost, long roundTripMicros) {
    static final ReceptionStats NONE = new ReceptionStats(0, 0, 0, 0, -1, -1);
}
