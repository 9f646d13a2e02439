package org.ssms.identity;

import jakarta.inject.Singleton;
import java.util.List;

/** Authenticates subscribers by digest (RFC 3261 §22, RFC 7616, RFC 8760). */
@Singleton
public class DigestAuthenticator {
    /** Looks at the credentials of a request. Waits for one database read when there are any. */
    public DigestResult verify(DigestRequest request) {
        return new DigestResult.Challenged(challenges(request.sourceAddress(), false));
    }

    /**
     * Header field values of a challenge, in order of preference (RFC 8760 §2.4).
     *
     * @param sourceAddress of the request; the nonce is good for it alone
     * @param stale whether the client may try again without asking for the password
     */
    public List<String> challenges(String sourceAddress, boolean stale) {
        return List.of();
    }
}
