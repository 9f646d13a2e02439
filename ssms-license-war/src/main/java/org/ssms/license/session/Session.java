package org.ssms.license.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody proved to be a user, until {@code expiresAt}. Does not print the token.
 *
 * @param version of the account when the session was opened
 * @param id {@code jti} of all its tokens
 * @param endsAt when the last token expires, however often the session is renewed
 * @param jkt thumbprint of the client's key that the session is bound to (RFC 9449 §6.1); null: to none
 * @param amr how he proved it (RFC 8176); null: in a way that the session does not name
 * @param token for its owner only; of a session that is bound to no key a bearer secret
 */
public record Session(
        String username,
        long version,
        UUID id,
        Instant expiresAt,
        Instant endsAt,
        @Nullable String jkt,
        @Nullable String amr,
        String token) {
    static final String PIN = "pin";

    /** Whether it is of somebody who has said his PIN in a call. */
    public boolean isByPin() {
        return PIN.equals(amr);
    }

    @Override
    public String toString() {
        return "Session[" + username + ", " + id + ", until " + expiresAt + "]";
    }
}
