package org.ssms.license.grant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * What one holder may do with one message, and what was used of it. A node of the message's tree: a root is the
 * owner's, every other was forwarded by its parent's holder. Only {@link Lineage} decides, because a grant is worth no
 * more than all its ancestors. Nothing that happens to a grant widens it.
 */
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

    /** JSON, as in the public interface. */
    @Column
    private String rights;

    @Column(name = "plays_used")
    private int playsUsed;

    /** Given to children when they were made, whether they use them or not. */
    @Column(name = "plays_handed_on")
    private int playsHandedOn;

    /** Used by all descendants. */
    @Column(name = "plays_below")
    private int playsBelow;

    @Column(name = "first_played_at")
    private @Nullable Instant firstPlayedAt;

    @Column(name = "granted_at", updatable = false)
    private Instant grantedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /** What was read from {@link #rights} last. */
    @Transient
    private @Nullable Read read;

    private record Read(String json, UsageRights rights) {}

    protected Grant() {}

    private Grant(UUID kid, String holder, @Nullable UUID parent, UsageRights rights, Instant now) {
        this.id = UUID.randomUUID();
        this.kid = kid;
        this.holder = holder;
        this.parent = parent;
        this.rights = rights.toJson();
        this.grantedAt = now;
    }

    /** A root: of the owner, who gets it at deposit. */
    public static Grant root(KeyId keyId, String owner, UsageRights rights, Instant now) {
        return new Grant(keyId.value(), owner, null, rights, now);
    }

    /**
     * A child, whose plays come out of what its parent has left (A14).
     *
     * @throws IllegalArgumentException when it would allow more than the parent's current rights
     */
    Grant(Lineage parent, String holder, UsageRights rights, Instant now) {
        this(parent.grant().kid, holder, parent.grant().id, rights, now);
        if (!rights.isWithin(parent.toHandOn())) {
            throw new IllegalArgumentException("a child allows no more than its parent");
        }
        Integer plays = rights.get(Right.PLAYS);
        parent.grant().playsHandedOn += plays == null ? 0 : plays;
    }

    public UUID id() {
        return id;
    }

    public KeyId keyId() {
        return new KeyId(kid);
    }

    String holder() {
        return holder;
    }

    boolean isHeldBy(String user) {
        return holder.equals(user);
    }

    @Nullable
    UUID parent() {
        return parent;
    }

    /**
     * As they were granted and narrowed, without what was used of them and without the ancestors.
     *
     * @throws IllegalStateException when somebody else wrote the row
     */
    public UsageRights rights() {
        Read last = read;
        if (last != null && last.json.equals(rights)) {
            return last.rights;
        }
        try {
            UsageRights now = UsageRights.fromJson(rights);
            read = new Read(rights, now);
            return now;
        } catch (MalformedLicenseException e) {
            throw new IllegalStateException("the rights of grant " + id + " cannot be read", e);
        }
    }

    @Nullable
    Instant firstPlayedAt() {
        return firstPlayedAt;
    }

    Instant grantedAt() {
        return grantedAt;
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    /** Plays that the holder may still use or hand on, as far as this grant is concerned; null: not counted. */
    @Nullable
    Integer playsLeft() {
        return left(Math.max(playsHandedOn, playsBelow));
    }

    /** Plays that holder and descendants together may still use; null: not counted. */
    @Nullable
    Integer playsLeftInAll() {
        return left(playsBelow);
    }

    private @Nullable Integer left(int elsewhere) {
        Integer plays = rights().get(Right.PLAYS);
        return plays == null ? null : (int) Math.max(0, (long) plays - playsUsed - elsewhere);
    }

    void countPlay(Instant now) {
        playsUsed++;
        firstPlayedAt = firstPlayedAt == null ? now : firstPlayedAt;
    }

    void countPlayBelow() {
        playsBelow++;
    }

    /** Restricts the rights further; {@code plays} are those that the holder has left. */
    void narrow(UsageRights limits) {
        Integer left = limits.get(Right.PLAYS);
        UsageRights inAll = left == null ? limits : limits.with(Right.PLAYS, withUsed(left));
        rights = rights().intersect(inAll).toJson();
    }

    private int withUsed(int left) {
        return (int) Math.min(Integer.MAX_VALUE, (long) left + playsUsed + Math.max(playsHandedOn, playsBelow));
    }

    /** Takes the grant back for good, and with it all below. Harmless when repeated. */
    public void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }
}
