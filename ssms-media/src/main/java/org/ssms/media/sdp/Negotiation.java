package org.ssms.media.sdp;

/** Outcome of one offer/answer exchange. */
public sealed interface Negotiation {

    /** It fits; {@code local} is what to send as our answer, or our offer that was accepted. */
    record Agreed(SessionDescription local, AudioFlow flow) implements Negotiation {}

    /**
     * Nothing fits. An offer is answered with 488 and this Warning, an answer with BYE.
     *
     * @param warnCode 3xx of RFC 3261 §20.43
     */
    record Refused(int warnCode, String warnText) implements Negotiation {}
}
