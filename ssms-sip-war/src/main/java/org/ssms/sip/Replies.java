package org.ssms.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.ssms.call.CallOutcome;
import org.ssms.sip.header.SessionExpires;

/** Writes responses (RFC 3261 §20, §21). */
final class Replies {
    static final String SDP = "application/sdp";
    static final String BODIES = SDP + ", multipart/mixed";
    static final String ALLOWED = "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, INFO, UPDATE";

    /** Who warns: a pseudonym, RFC 3261 §20.43. */
    private static final String WARN_AGENT = "ssms";

    /** Code of a Warning header with free text (RFC 3261 §20.43). */
    private static final int MISCELLANEOUS_WARNING = 399;

    private static final int BAD_EXTENSION = 420;
    private static final int INTERVAL_TOO_SMALL = 422;

    private Replies() {}

    static SipServletResponse of(SipServletRequest request, int status) {
        SipServletResponse response = request.createResponse(status);
        response.setHeader("Server", "SSMS");
        return response;
    }

    static SipServletResponse of(SipServletRequest invite, CallOutcome outcome) throws IOException {
        if (outcome instanceof CallOutcome.Answer answer) {
            SipServletResponse ok = of(invite, SipServletResponse.SC_OK);
            ok.setHeader("Allow", ALLOWED);
            ok.setContent(answer.local().toBytes(), SDP);
            secureContact(invite, ok);
            return ok;
        }
        CallOutcome.Reject reject = (CallOutcome.Reject) outcome;
        SipServletResponse refusal = of(invite, reject.status());
        if (reject.warning() != null) {
            warn(refusal, reject.warning().code(), reject.warning().text());
        }
        if (reject.instead() != null) {
            refusal.setContent(reject.instead().toBytes(), SDP);
        }
        if (reject.retryAfter() != null) {
            retryAfter(refusal, reject.retryAfter());
        }
        return refusal;
    }

    /** Who was called by a SIPS URI answers with one (RFC 3261 §12.1.1). */
    private static void secureContact(SipServletRequest invite, SipServletResponse ok) throws IOException {
        try {
            boolean sips = invite.getRequestURI() instanceof SipURI called && called.isSecure();
            if (sips && ok.getAddressHeader("Contact").getURI() instanceof SipURI contact) {
                contact.setSecure(true);
            }
        } catch (ServletParseException e) {
            throw new IOException("our own Contact cannot be read", e);
        }
    }

    private static void warn(SipServletResponse refusal, int code, String text) {
        refusal.setHeader("Warning", code + " " + WARN_AGENT + " " + quoted(text));
    }

    static SipServletResponse badRequest(SipServletRequest request, String why) {
        SipServletResponse response = of(request, SipServletResponse.SC_BAD_REQUEST);
        warn(response, MISCELLANEOUS_WARNING, why);
        return response;
    }

    static void retryAfter(SipServletResponse response, Duration wait) {
        response.setHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    static SipServletResponse unavailable(SipServletRequest request, Duration wait) {
        SipServletResponse response = of(request, SipServletResponse.SC_SERVICE_UNAVAILABLE);
        retryAfter(response, wait);
        return response;
    }

    static SipServletResponse notAllowed(SipServletRequest request) {
        SipServletResponse response = of(request, SipServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", ALLOWED);
        return response;
    }

    /** RFC 3261 §8.2.2.3. */
    static SipServletResponse badExtension(SipServletRequest request, List<String> unsupported) {
        SipServletResponse response = of(request, BAD_EXTENSION);
        unsupported.forEach(tag -> response.addHeader("Unsupported", tag));
        return response;
    }

    /** RFC 4028 §6. */
    static SipServletResponse intervalTooSmall(SipServletRequest request, long minSeconds) {
        SipServletResponse response = request.createResponse(INTERVAL_TOO_SMALL, "Session Interval Too Small");
        response.setHeader("Server", "SSMS");
        response.setHeader(SessionExpires.MIN_SE, Long.toString(minSeconds));
        return response;
    }

    static SipServletResponse unsupportedMediaType(SipServletRequest request, String accepted) {
        SipServletResponse response = of(request, SipServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        response.setHeader("Accept", accepted);
        response.setHeader("Accept-Encoding", "identity");
        return response;
    }

    /** A quoted string of printable ASCII, whatever the text. */
    static String quoted(String text) {
        return '"' + text.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
