package org.ssms.license.session;

import java.time.Instant;
import java.util.UUID;

/**
 * That somebody proved to be a user, until {@code expiresAt}. Does not print the token.
 *
 * @param version of the account when the session was opened
 * @param id {@code jti} of all its tokens
 * @param endsAt when the last token expires, however often the session is renewed
 * @param token bearer secret: for its owner only
 */
public record Session(String username, long version, UUID id, Instant expiresAt, Instant endsAt, String token) {
    @Override
    public String toString() {
        return "Session[" + username + ", " + id + ", until " + expiresAt + "]";
    }
}
