package org.ssms.license.session;

import java.time.Instant;
import java.util.UUID;

/**
 * That somebody proved to be a user, until {@code expiresAt}. Does not print the token.
 *
 * @param version of the account when the session was opened
 * @param id the token's {@code jti}
 * @param token bearer secret: for its owner only
 */
public record Session(String username, long version, UUID id, Instant expiresAt, String token) {
    @Override
    public String toString() {
        return "Session[" + username + ", " + id + ", until " + expiresAt + "]";
    }
}
