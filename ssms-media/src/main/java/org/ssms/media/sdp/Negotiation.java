package org.ssms.media.sdp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Outcome of one offer/answer exchange. */
public sealed interface Negotiation {

    /**
     * It fits; {@code local} is what to send as our answer, or our offer that was accepted.
     *
     * @param start where in what is stored the other side wants to begin, or to go on; null: it did not say
     */
    record Agreed(
            SessionDescription local,
            AudioFlow flow,
            @Nullable Duration start) implements Negotiation {
        /** Of a call in which nothing stored is sent. */
        public Agreed(SessionDescription local, AudioFlow flow) {
            this(local, flow, null);
        }
    }

    /** It is answered all the same, with every stream refused: there will be none. */
    record Declined(SessionDescription local) implements Negotiation {}

    /**
     * Nothing fits. An offer is answered with 488 and this Warning, an answer with BYE.
     *
     * @param warnCode 3xx of RFC 3261 §20.43
     * @param instead what would have fitted, for the body of the 488 (RFC 3261 §21.4.26); null: no body
     */
    record Refused(int warnCode, String warnText, @Nullable SessionDescription instead) implements Negotiation {
        /** Without a body. */
        public Refused(int warnCode, String warnText) {
            this(warnCode, warnText, null);
        }
    }
}
