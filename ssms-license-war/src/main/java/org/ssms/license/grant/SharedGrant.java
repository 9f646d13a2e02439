package org.ssms.license.grant;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * A grant as somebody sees it who holds an ancestor of it, and may take it back.
 *
 * @param parent the grant that it was made of; null: one of the viewer's own
 * @param to who holds it
 * @param rights what it allows now, with the plays that are left; of a revoked grant, what it would allow
 * @param playsShared its plays are counted, and none are set aside for it: those left are also the parent's
 * @param revoked it, or an ancestor, was taken back
 * @param proved whether the guest who holds it has proved his address; null: its holder is no guest
 */
public record SharedGrant(
        UUID id,
        @Nullable UUID parent,
        String to,
        UsageRights rights,
        boolean playsShared,
        Instant grantedAt,
        boolean revoked,
        @Nullable Boolean proved) {
    /**
     * Everything below what {@code viewer} holds, the older first: neither what is above or beside it, nor his own.
     *
     * @param grants all of one message
     * @param proved those among them whose guests have proved their addresses
     */
    public static List<SharedGrant> below(String viewer, Collection<Grant> grants, Set<UUID> proved) {
        Map<UUID, Grant> byId = grants.stream().collect(Collectors.toMap(Grant::id, Function.identity()));
        Map<String, List<Grant>> byHolder = grants.stream().collect(Collectors.groupingBy(Grant::holder));
        return grants.stream()
                .map(grant -> Lineage.of(grant, byHolder.getOrDefault(grant.holder(), List.of()), byId::get))
                .filter(lineage -> lineage.isBelow(viewer))
                .sorted(Comparator.comparing(
                                (Lineage lineage) -> lineage.grant().grantedAt())
                        .thenComparing(Lineage::id))
                .map(lineage -> of(lineage, viewer, proved))
                .toList();
    }

    private static SharedGrant of(Lineage lineage, String viewer, Set<UUID> proved) {
        Grant grant = lineage.grant();
        List<Grant> path = lineage.path();
        boolean ofViewer = path.get(path.size() - 2).isHeldBy(viewer);
        UsageRights rights = lineage.current();
        return new SharedGrant(
                grant.id(),
                ofViewer ? null : grant.parent(),
                grant.holder(),
                rights,
                rights.get(Right.PLAYS) != null && grant.sharesPlays(),
                grant.grantedAt(),
                path.stream().anyMatch(Grant::isRevoked),
                GuestAddress.isMeantBy(grant.holder()) ? proved.contains(grant.id()) : null);
    }
}
