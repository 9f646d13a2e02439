package org.ssms.license.rest;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session token of a request. Does not print it.
 *
 * @param isDpop whether the request says that a proof of its key comes along (RFC 9449 §7.1)
 */
record SessionToken(String value, boolean isDpop) {
    /** Name of the cookie by which a browser carries the token out of reach of its scripts. */
    static final String COOKIE = "ssms-license";

    private static final String BEARER = "Bearer ";
    private static final String DPOP = "DPoP ";

    /** That of the header (RFC 6750 §2.1), else the cookie's. Any other authorization scheme counts as none. */
    static Optional<SessionToken> of(@Nullable String authorization, Map<String, Cookie> cookies) {
        for (String scheme : new String[] {BEARER, DPOP}) {
            if (authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
                String value = authorization.substring(scheme.length()).strip();
                return Optional.of(new SessionToken(value, scheme.equals(DPOP)));
            }
        }
        return Optional.ofNullable(cookies.get(COOKIE)).map(cookie -> new SessionToken(cookie.getValue(), false));
    }

    static Optional<SessionToken> of(HttpHeaders headers) {
        return of(headers.getHeaderString(HttpHeaders.AUTHORIZATION), headers.getCookies());
    }

    @Override
    public String toString() {
        return isDpop ? "SessionToken[DPoP]" : "SessionToken[Bearer]";
    }
}
