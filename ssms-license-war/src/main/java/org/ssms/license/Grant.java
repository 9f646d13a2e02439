package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/** What one holder may do with one message. The root of a message's grants is the owner's, without a parent. */
@Entity
@Table(name = "grant_")
public class Grant {
    @Id
    private UUID id;

    @Column(updatable = false)
    private UUID kid;

    @Column(updatable = false)
    private String holder;

    @Column(updatable = false)
    private @Nullable UUID parent;

    @Embedded
    private @Nullable GrantedRights rights; // null is how JPA reads "all columns null": nothing is restricted

    @Column(name = "plays_used")
    private int playsUsed;

    @Column(name = "first_played_at")
    private @Nullable Instant firstPlayedAt;

    @Column(name = "granted_at", updatable = false)
    private Instant grantedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    protected Grant() {}

    /** A root grant: of the owner, who gets it at deposit. */
    Grant(StoredKey key, String holder, UsageRights rights, Instant now) {
        this.id = UUID.randomUUID();
        this.kid = key.keyId().value();
        this.holder = holder;
        this.rights = new GrantedRights(rights);
        this.grantedAt = now;
    }

    UsageRights rights() {
        return rights == null ? UsageRights.UNLIMITED : rights.toUsageRights();
    }

    /**
     * Decides on a play at {@code now}, the server's time, and counts it when it is allowed.
     *
     * @param requester who asks; anybody but the holder is told nothing but {@link Reason#NOT_ENTITLED}
     * @return null: allowed
     */
    @Nullable
    Reason play(String requester, Instant now) {
        UsageRights allowed = rights();
        Reason refusal = refusal(allowed, requester, now);
        if (refusal == null && isCounted(allowed)) {
            playsUsed++;
            firstPlayedAt = firstPlayedAt == null ? now : firstPlayedAt;
        }
        return refusal;
    }

    private @Nullable Reason refusal(UsageRights allowed, String requester, Instant now) {
        if (!isHeldBy(requester) || (allowed.users() != null && !allowed.users().contains(requester))) {
            return Reason.NOT_ENTITLED;
        }
        if (revokedAt != null) {
            return Reason.REVOKED;
        }
        if (allowed.notBefore() != null && now.isBefore(allowed.notBefore())) {
            return Reason.NOT_YET;
        }
        if (isOver(allowed, now)) {
            return Reason.EXPIRED;
        }
        return allowed.plays() != null && playsUsed >= allowed.plays() ? Reason.PLAYS_EXHAUSTED : null;
    }

    private boolean isOver(UsageRights allowed, Instant now) {
        boolean windowClosed = allowed.notAfter() != null && now.isAfter(allowed.notAfter());
        boolean playedLongEnough = allowed.playFor() != null
                && firstPlayedAt != null
                && now.isAfter(firstPlayedAt.plus(allowed.playFor()));
        return windowClosed || playedLongEnough;
    }

    boolean isHeldBy(String user) {
        return user.equals(holder);
    }

    /** Whether a play changes this row, so that it must be locked while deciding. */
    boolean isCounted() {
        return isCounted(rights());
    }

    private static boolean isCounted(UsageRights allowed) {
        return allowed.plays() != null || allowed.playFor() != null;
    }

    /** Takes the grant back for good. Harmless when repeated. */
    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }
}
