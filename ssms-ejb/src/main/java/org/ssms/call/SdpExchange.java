package org.ssms.call;

import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;

/**
 * The offers and answers of one dialog (RFC 3264, RFC 6337), and what they have agreed on. A refused offer changes
 * nothing. Thread-safe; never blocks on anything but itself.
 */
final class SdpExchange {
    private static final int INCOMPATIBLE_MEDIA_FORMAT = 305;

    private final AudioNegotiator negotiator;
    private @Nullable SessionDescription local;
    private @Nullable SessionDescription pendingOffer;
    private @Nullable AudioFlow flow;
    private @Nullable AudioCodec recorded;

    SdpExchange(AudioNegotiator negotiator) {
        this.negotiator = negotiator;
    }

    synchronized Negotiation answer(SessionDescription offer) {
        Negotiation result = negotiator.answer(offer, local);
        if (!(result instanceof Negotiation.Agreed agreed)) {
            return result;
        }
        if (recorded != null && agreed.flow().codec() != recorded) {
            return new Negotiation.Refused(INCOMPATIBLE_MEDIA_FORMAT, "the recording stays in " + recorded);
        }
        local = agreed.local();
        flow = agreed.flow();
        return result;
    }

    /** Our offer, for an INVITE without one; the ACK must bring the answer. */
    synchronized SessionDescription offer() {
        SessionDescription offer = negotiator.offer(local);
        pendingOffer = offer;
        return offer;
    }

    synchronized boolean offerPending() {
        return pendingOffer != null;
    }

    /**
     * The ACK has come.
     *
     * @param sdp its body, which is read only when it must answer our offer
     * @return whether the media are agreed now
     */
    synchronized boolean acknowledged(byte @Nullable [] sdp) {
        SessionDescription offer = pendingOffer;
        if (offer == null) {
            return flow != null;
        }
        pendingOffer = null;
        try {
            return sdp != null && accept(offer, SessionDescription.parse(sdp));
        } catch (MalformedSdpException e) {
            return false;
        }
    }

    private boolean accept(SessionDescription offer, SessionDescription answer) {
        if (!(negotiator.accept(offer, answer) instanceof Negotiation.Agreed agreed)
                || (recorded != null && agreed.flow().codec() != recorded)) {
            return false;
        }
        local = agreed.local();
        flow = agreed.flow();
        return true;
    }

    /** Empty before the media are agreed. */
    synchronized @Nullable AudioFlow flow() {
        return flow;
    }

    /** From now on no other codec is agreed to: a recording has one. */
    synchronized AudioCodec fixCodec() {
        if (flow == null) {
            throw new IllegalStateException("the media are not agreed");
        }
        recorded = flow.codec();
        return flow.codec();
    }
}
