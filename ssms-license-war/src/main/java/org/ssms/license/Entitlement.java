package org.ssms.license;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Lease;
import org.ssms.license.grant.LeasedPlay;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * A stored key and what the requester of a license may do with it.
 *
 * @param grants the requester's own, of several forwarders perhaps; empty: nothing
 */
record Entitlement(StoredKey key, List<Lineage> grants) {
    /** Of several grants that allow nothing, the reason that leaves most hope is told. */
    private static final List<Reason> MOST_HOPE_FIRST = List.of(
            Reason.NOT_YET,
            Reason.DRM_TOO_WEAK,
            Reason.NOT_BY_PHONE,
            Reason.PLAYS_EXHAUSTED,
            Reason.EXPIRED,
            Reason.REVOKED,
            Reason.NOT_ENTITLED);

    /** What a request resolves to. */
    sealed interface Resolution {
        /** The key may be released. Nothing is counted yet. */
        record Allowed(StoredKey key, Lineage grant) implements Resolution {
            /**
             * Counts the play.
             *
             * @param node that keeps the lease
             * @param longest of a play where plays are counted: another one takes another license
             */
            Play count(NodeId node, Duration longest, Instant now) {
                Integer playsLeft = grant.current().get(Right.PLAYS);
                Lease lease = grant.play(node.value(), now).until(playsLeft == null ? null : now.plus(longest));
                return new Play(grant.current().with(Right.PLAYS, playsLeft), lease);
            }
        }

        record Refused(Reason reason) implements Resolution {}
    }

    /**
     * A play that is counted.
     *
     * @param rights with this play among the plays that are left, and ended by {@code playFor}
     * @param lease of the play, to be stored
     */
    record Play(UsageRights rights, Lease lease) {}

    /** The candidate that a request is about; empty: it names none, or two different messages. */
    static Optional<Entitlement> named(LicenseRequest request, List<Entitlement> candidates) {
        return candidates.stream()
                .filter(candidate -> request.names(candidate.key))
                .findFirst();
    }

    /**
     * Decides on a play at {@code now}. Naming two different messages is told as {@link Reason#MISMATCH} only to who
     * has a license for one of them: a stranger learns from no answer that a key or message exists.
     *
     * @param candidates every key that the message id or a KID of the request names
     */
    static Resolution resolve(LicenseRequest request, List<Entitlement> candidates, Instant now) {
        Optional<Entitlement> named = named(request, candidates);
        if (named.isPresent()) {
            return named.get().decide(request, now);
        }
        boolean holdsOne = candidates.stream().anyMatch(candidate -> candidate.isUsableBy(request.requester()));
        return new Resolution.Refused(holdsOne ? Reason.MISMATCH : Reason.UNKNOWN_KEY);
    }

    private Resolution decide(LicenseRequest request, Instant now) {
        if (!isHeldBy(request.requester())) {
            return new Resolution.Refused(Reason.NOT_ENTITLED);
        }
        Reason obstacle = key.obstacle();
        if (obstacle != null) {
            return new Resolution.Refused(obstacle);
        }
        Optional<Lineage> usable = grants.stream()
                .filter(grant -> refusal(grant, request, now) == null)
                .min(Lineage.byPreference());
        return usable.isPresent()
                ? new Resolution.Allowed(key, usable.get())
                : new Resolution.Refused(refusal(request, now));
    }

    /** Why a license that was given is not shown again to who has got it; null: it is. */
    @Nullable
    Reason refusalAgain(LicenseRequest request, Lease lease, Instant now) {
        Optional<Lineage> by = grants.stream()
                .filter(grant -> grant.id().equals(lease.grantId()) && grant.isHeldBy(request.requester()))
                .findFirst();
        if (by.isEmpty()) {
            return Reason.NOT_ENTITLED;
        }
        Reason obstacle = key.obstacle();
        return obstacle == null ? new LeasedPlay(by.get(), lease).refusalAgain(now) : obstacle;
    }

    private static @Nullable Reason refusal(Lineage grant, LicenseRequest request, Instant now) {
        return grant.refusal(request.requester(), request.byPhone(), now);
    }

    private Reason refusal(LicenseRequest request, Instant now) {
        return grants.stream()
                .map(grant -> refusal(grant, request, now))
                .filter(Objects::nonNull)
                .min(Comparator.comparing(MOST_HOPE_FIRST::indexOf))
                .orElse(Reason.NOT_ENTITLED);
    }

    /** Why the requester holds nothing that could be shown or changed; null: he holds something, if only for later. */
    @Nullable
    Reason absence(Instant now) {
        if (grants.isEmpty()) {
            return Reason.NOT_ENTITLED;
        }
        Reason obstacle = key.obstacle();
        return obstacle == null ? preferred(now).absence() : obstacle;
    }

    /** The grant that is used next, else one that is still there, else any. Only where there is one. */
    Lineage preferred(Instant now) {
        return grants.stream()
                .min(Comparator.comparing((Lineage grant) -> grant.refusal(now) != null)
                        .thenComparing(grant -> grant.absence() != null)
                        .thenComparing(Lineage.byPreference()))
                .orElseThrow();
    }

    /** The grant out of which a request is forwarded: the first that may, in order of use; else the one used next. */
    Lineage toForward(GrantRequest request, Instant now) {
        return grants.stream()
                .filter(grant -> grant.refusalToForward(request, now) == null)
                .min(Lineage.byPreference())
                .orElseGet(() -> preferred(now));
    }

    /** Whether the key must be locked while deciding. */
    boolean isChangedByPlay() {
        return grants.stream().anyMatch(Lineage::isChangedByPlay);
    }

    private boolean isUsableBy(String requester) {
        return isHeldBy(requester) && key.obstacle() == null;
    }

    private boolean isHeldBy(String requester) {
        return grants.stream().anyMatch(grant -> grant.isHeldBy(requester));
    }
}
