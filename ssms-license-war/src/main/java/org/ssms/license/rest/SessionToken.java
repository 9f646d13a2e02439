package org.ssms.license.rest;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request carries its session token. */
final class SessionToken {
    /** Name of the cookie by which a browser carries the token out of reach of its scripts. */
    static final String COOKIE = "ssms-license";

    private static final String BEARER = "bearer ";

    private SessionToken() {}

    /** The bearer token (RFC 6750 §2.1), else the cookie's. Any other authorization scheme counts as none. */
    static Optional<String> of(@Nullable String authorization, Map<String, Cookie> cookies) {
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(cookies.get(COOKIE)).map(Cookie::getValue);
    }

    static Optional<String> of(HttpHeaders headers) {
        return of(headers.getHeaderString(HttpHeaders.AUTHORIZATION), headers.getCookies());
    }
}
