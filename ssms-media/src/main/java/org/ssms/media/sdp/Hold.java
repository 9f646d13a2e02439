package org.ssms.media.sdp;

/**
 * Whether the caller is on hold: he does not listen now, and will later. Who only sends after he has listened has put
 * us on hold, with music (RFC 3264 §8.4); who only sends from the beginning is a device that never listens. Not
 * thread-safe.
 */
public final class Hold {
    private boolean listened;
    private boolean on;

    /** The next flow of the call begins; whether the caller is on hold with it. */
    public boolean begin(AudioFlow flow) {
        boolean sends = flow.direction().sends();
        on = flow.direction() == Direction.INACTIVE
                || flow.remote().getAddress().isAnyLocalAddress()
                || (listened && !sends);
        listened |= sends && !on;
        return on;
    }

    /** With the flow that began last. */
    public boolean isOn() {
        return on;
    }
}
