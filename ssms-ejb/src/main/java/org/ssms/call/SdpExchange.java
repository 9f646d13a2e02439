package org.ssms.call;

import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Hold;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.Negotiator;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpKeys;

/**
 * The offers and answers of one dialog (RFC 3264, RFC 6337), and what they have agreed on. A refused offer changes
 * nothing. What is encrypted once stays so. The SRTP keys of a flow (RFC 4568) go over to the media engine when the
 * flow begins; those of flows that never do are closed here. Thread-safe; never blocks on anything but itself.
 */
final class SdpExchange {
    private static final int INCOMPATIBLE_TRANSPORT = 302;
    private static final int INCOMPATIBLE_MEDIA_FORMAT = 305;

    private final Negotiator negotiator;
    private final Hold hold = new Hold();
    private @Nullable SessionDescription local;
    private @Nullable SessionDescription pendingOffer;
    private @Nullable AudioFlow flow;
    private boolean flowing;
    private boolean closed;

    SdpExchange(Negotiator negotiator) {
        this.negotiator = negotiator;
    }

    /** @throws MalformedSdpException as {@link Negotiator#answer} */
    synchronized Negotiation answer(SessionDescription offer) throws MalformedSdpException {
        Negotiation result = negotiator.answer(offer, local);
        if (result instanceof Negotiation.Declined declined && flow == null) {
            local = declined.local();
        }
        if (!(result instanceof Negotiation.Agreed agreed)) {
            return result;
        }
        Negotiation.Refused obstacle = obstacle(agreed.flow());
        if (obstacle != null) {
            forget(agreed.flow());
            return obstacle;
        }
        agree(agreed);
        return result;
    }

    private Negotiation.@Nullable Refused obstacle(AudioFlow next) {
        if (closed) {
            return new Negotiation.Refused(INCOMPATIBLE_MEDIA_FORMAT, "the call is over");
        }
        if (flow != null && flow.keys() != null && next.keys() == null) {
            return new Negotiation.Refused(INCOMPATIBLE_TRANSPORT, "the media stay encrypted");
        }
        return null;
    }

    private void agree(Negotiation.Agreed agreed) {
        if (flow != null && !flowing) {
            forget(flow);
        }
        local = agreed.local();
        flow = agreed.flow();
        flowing = false;
    }

    private static void forget(AudioFlow flow) {
        SrtpKeys keys = flow.keys();
        if (keys != null) {
            keys.close();
        }
    }

    /**
     * Lets the media flow as agreed; nothing when nothing is, or the call is over.
     *
     * @return whether the caller is on hold now
     */
    synchronized boolean begin(MediaCall media) {
        if (flow != null && !flowing && !closed) {
            flowing = true;
            hold.begin(flow);
            media.connect(flow);
        }
        return hold.isOn();
    }

    /** The call is over: keys that the media engine has not got are closed. */
    synchronized void close() {
        closed = true;
        if (flow != null && !flowing) {
            forget(flow);
        }
    }

    /** Whether an INVITE may come without an offer. */
    boolean mayOffer() {
        return negotiator.mayOffer();
    }

    /** Our offer, for an INVITE without one; the ACK must bring the answer. */
    synchronized SessionDescription offer() {
        SessionDescription offer = negotiator.offer(local);
        pendingOffer = offer;
        return offer;
    }

    /** What we have described last and the other side has agreed to; null before the media are agreed. */
    synchronized @Nullable SessionDescription local() {
        return local;
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
        if (!(negotiator.accept(offer, answer) instanceof Negotiation.Agreed agreed)) {
            return false;
        }
        if (obstacle(agreed.flow()) != null) {
            forget(agreed.flow());
            return false;
        }
        agree(agreed);
        return true;
    }

    /** Empty before the media are agreed. */
    synchronized @Nullable AudioFlow flow() {
        return flow;
    }

    /** That of the moment: the other side may change it, also while it is recorded. */
    synchronized AudioCodec codec() {
        if (flow == null) {
            throw new IllegalStateException("the media are not agreed");
        }
        return flow.codec();
    }
}
