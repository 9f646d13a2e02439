package org.ssms.media.sdp;

import org.jspecify.annotations.Nullable;

/** Offer/answer (RFC 3264) for one side of one call. Not thread safe. */
public interface Negotiator {
    /**
     * Answers an offer.
     *
     * @param previousLocal what we last sent in this call, or null
     * @throws MalformedSdpException when an attribute that matters here breaks its grammar
     */
    Negotiation answer(SessionDescription offer, @Nullable SessionDescription previousLocal)
            throws MalformedSdpException;

    /** Whether the other side may leave the offer to us. */
    boolean mayOffer();

    /**
     * Makes an offer; only when we {@link #mayOffer}.
     *
     * @param previousLocal what we last sent in this call, or null
     */
    SessionDescription offer(@Nullable SessionDescription previousLocal);

    /** Reads the answer to an offer of ours. */
    Negotiation accept(SessionDescription ourOffer, SessionDescription theirAnswer);
}
