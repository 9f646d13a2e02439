package org.ssms.license.grant;

import java.time.Instant;
import java.util.Optional;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.UsageRights;

/**
 * A grant as its holder sees it, who has it from somebody else.
 *
 * @param from who forwarded it
 * @param rights what it allows now, with the plays that are left
 */
public record ReceivedGrant(KeyId keyId, String from, UsageRights rights, Instant grantedAt) {
    /** Empty: it was not forwarded, or it is worth nothing any more, whatever time it is. */
    public static Optional<ReceivedGrant> of(Lineage lineage) {
        int generations = lineage.path().size();
        if (generations == 1 || lineage.absence() != null) {
            return Optional.empty();
        }
        Grant grant = lineage.grant();
        String from = lineage.path().get(generations - 2).holder();
        return Optional.of(new ReceivedGrant(grant.keyId(), from, lineage.current(), grant.grantedAt()));
    }
}
