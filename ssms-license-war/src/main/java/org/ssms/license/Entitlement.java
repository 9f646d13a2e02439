package org.ssms.license;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored key and what the requester of a license may do with it.
 *
 * @param grant null: nothing
 */
record Entitlement(StoredKey key, @Nullable Grant grant) {
    /** What a request resolves to. */
    sealed interface Resolution {
        /** The key may be released, and the play is counted. */
        record Allowed(StoredKey key, Grant grant) implements Resolution {}

        record Refused(Reason reason) implements Resolution {}
    }

    /**
     * Decides on a play at {@code now} and counts it when it is allowed. Naming two different messages is told as
     * {@link Reason#MISMATCH} only to who has a license for one of them: a stranger learns from no answer that a key or
     * message exists.
     *
     * @param candidates every key that the message id or a KID of the request names
     */
    static Resolution play(LicenseRequest request, List<Entitlement> candidates, Instant now) {
        for (Entitlement candidate : candidates) {
            if (request.names(candidate.key)) {
                return candidate.play(request.requester(), now);
            }
        }
        boolean holdsOne = candidates.stream().anyMatch(candidate -> candidate.isUsableBy(request.requester()));
        return new Resolution.Refused(holdsOne ? Reason.MISMATCH : Reason.UNKNOWN_KEY);
    }

    private Resolution play(String requester, Instant now) {
        if (grant == null || !grant.isHeldBy(requester)) {
            return new Resolution.Refused(Reason.NOT_ENTITLED);
        }
        Reason obstacle = key.obstacle();
        Reason refusal = obstacle == null ? grant.play(requester, now) : obstacle;
        return refusal == null ? new Resolution.Allowed(key, grant) : new Resolution.Refused(refusal);
    }

    private boolean isUsableBy(String requester) {
        return grant != null && grant.isHeldBy(requester) && key.obstacle() == null;
    }
}
