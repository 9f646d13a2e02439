package org.ssms.media.sdp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** skeleton. */
public final class AudioNegotiator {
    private final Negotiation none = new Negotiation.Refused(399, "skeleton");

    public AudioNegotiator(InetAddress local, int rtpPort, long sessionId) {}

    public Negotiation answer(SessionDescription offer, @Nullable SessionDescription previousLocal) {
        return none;
    }

    public SessionDescription offer(@Nullable SessionDescription previousLocal) {
        return new SessionDescription(
                new Origin("-", "0", "0", new Connection("IN", "IP4", "0.0.0.0")),
                "-",
                null,
                java.util.List.of(),
                java.util.List.of());
    }

    public Negotiation accept(SessionDescription ourOffer, SessionDescription theirAnswer) {
        return none;
    }
}
