package org.ssms.client;

import java.net.URI;
import java.time.Instant;
import org.ssms.protect.dpop.DpopKey;

/** A session at the license server: a token, and the key that it is bound to. Prints neither. */
public final class LicenseSession {
    private final String token;
    private final DpopKey key;
    private final Instant expiresAt;

    LicenseSession(String token, DpopKey key, Instant expiresAt) {
        this.token = token;
        this.key = key;
        this.expiresAt = expiresAt;
    }

    /**
     * The token in clear: for an {@code Authorization} header, nowhere else. The mailbox takes it as a bearer token.
     */
    public String revealToken() {
        return token;
    }

    /** For one request to the license server, beside the token. */
    String proof(String method, URI uri, Instant now) {
        return key.proof(method, uri, token, now);
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String toString() {
        return "LicenseSession[until " + expiresAt + ", redacted]";
    }
}
