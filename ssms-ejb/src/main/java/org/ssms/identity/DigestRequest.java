package org.ssms.identity;

import java.util.List;

/**
 * A SIP request whose sender must prove to be a subscriber (RFC 3261 §22).
 *
 * @param requestUri as in the request line
 * @param body as received, for {@code auth-int}; not modified, may be empty
 * @param sourceAddress IPv4 or IPv6 literal
 * @param userAgent value of User-Agent, "" for none: a hint at what the phone understands, no proof of anything
 * @param credentials the values of the Authorization (REGISTRAR) or Proxy-Authorization (PROXY) header fields
 */
// the body is borrowed for the time of the call; nobody compares requests
@SuppressWarnings("ArrayRecordComponent")
public record DigestRequest(
        Kind kind,
        String method,
        String requestUri,
        byte[] body,
        String sourceAddress,
        String userAgent,
        List<String> credentials) {
    /** In which role we ask. */
    public enum Kind {
        /** 401, WWW-Authenticate, Authorization. */
        REGISTRAR,
        /** 407, Proxy-Authenticate, Proxy-Authorization. */
        PROXY
    }

    public DigestRequest {
        credentials = List.copyOf(credentials);
    }

    @Override
    public String toString() {
        return "DigestRequest[" + kind + ", " + method + "]";
    }
}
