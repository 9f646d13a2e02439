package org.ssms.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;

/** What to answer to an INVITE; the SIP servlet turns it into a response and decides nothing. */
public sealed interface CallOutcome {
    /** To an INVITE within a call that is over, or never was (RFC 3261 §12.2.2). */
    CallOutcome NO_CALL = Reject.of(481);

    /**
     * 200 with this session description: the answer to the offer, or our offer when there was none.
     *
     * @param call that now exists, or in which the INVITE came
     */
    record Answer(Call call, SessionDescription local) implements CallOutcome {}

    /**
     * A final response of class 4xx or 5xx.
     *
     * @param warning for the Warning header
     * @param retryAfter for the Retry-After header
     * @param instead what would have fitted, for the body of a 488
     */
    record Reject(
            int status,
            @Nullable Warning warning,
            @Nullable Duration retryAfter,
            @Nullable SessionDescription instead) implements CallOutcome {
        /** Code of a Warning header with free text (RFC 3261 §20.43). */
        private static final int MISCELLANEOUS_WARNING = 399;

        static Reject of(int status) {
            return new Reject(status, null, null, null);
        }

        static Reject of(MalformedSdpException why) {
            return warning(Refusal.MALFORMED_SDP.status(), MISCELLANEOUS_WARNING, String.valueOf(why.getMessage()));
        }

        static Reject warning(int status, int code, String text) {
            return new Reject(status, new Warning(code, text), null, null);
        }

        static Reject of(Negotiation.Refused refused) {
            Warning why = new Warning(refused.warnCode(), refused.warnText());
            return new Reject(Refusal.UNACCEPTABLE_MEDIA.status(), why, null, refused.instead());
        }

        static Reject retry(int status, Duration after) {
            return new Reject(status, null, after, null);
        }
    }

    /** Why, in words: the code and the text of a Warning header, RFC 3261 §20.43. */
    record Warning(int code, String text) {}
}
