package org.ssms.client;

import java.time.Instant;

/** A session at the license server. Holds a bearer token and does not print it. */
public final class LicenseSession {
    private final String token;
    private final Instant expiresAt;

    LicenseSession(String token, Instant expiresAt) {
        this.token = token;
        this.expiresAt = expiresAt;
    }

    /** The bearer token in clear: for an {@code Authorization} header, nowhere else. */
    public String revealToken() {
        return token;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String toString() {
        return "LicenseSession[until " + expiresAt + ", redacted]";
    }
}
