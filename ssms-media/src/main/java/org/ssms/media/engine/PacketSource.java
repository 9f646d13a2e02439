package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.ssms.media.sdp.AudioFlow;

/** Where the packets come from that a call sends at their time. Asked on the call's loop only; never blocks. */
interface PacketSource {
    /** Whether something is sent, or waits for its turn. */
    boolean isBusy();

    /** The synchronization source of what is sent (RFC 3550 §3). */
    int ssrc();

    /** The timestamp of what is sent at that time. */
    int timestampAt(long now);

    /**
     * Goes on by one packet if it is due.
     *
     * @param onHold the other side is to hear nothing now, and the rest later
     * @param out gets the packet; stays empty when the flow does not let us send
     * @return false when nothing is due
     */
    boolean next(AudioFlow flow, boolean onHold, long now, ByteBuffer out);
}
