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

    /** What came out of the parent's plays when this was made; null: what is played here is the parent's when it is. */
    @Column(name = "plays_reserved", updatable = false)
    private @Nullable Integer playsReserved;

    @Column(name = "plays_used")
    private long playsUsed;

    /** No more the holder's: reserved for children, whether they use them or not, and used below the other children. */
    @Column(name = "plays_handed_on")
    private long playsHandedOn;

    /** Used by all descendants. */
    @Column(name = "plays_below")
    private long playsBelow;

    /** How often the plays were set anew. */
    @Column(name = "plays_edition")
    private int playsEdition;

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
     * A child, whose plays come out of what its parent has left (A14): to be reserved there by {@link #handOn}.
     *
     * @throws IllegalArgumentException when it would allow more than the parent's current rights
     */
    Grant(Lineage parent, String holder, UsageRights rights, Instant now) {
        this(parent.grant().kid, holder, parent.grant().id, rights, now);
        if (!rights.isWithin(parent.toHandOn())) {
            throw new IllegalArgumentException("a child allows no more than its parent");
        }
        this.playsReserved = rights.get(Right.PLAYS);
    }

    /** Reserves for a child what it was made with. */
    void handOn(Grant child) {
        playsHandedOn += child.playsReserved == null ? 0 : child.playsReserved;
    }

    public UUID id() {
        return id;
    }

    public KeyId keyId() {
        return new KeyId(kid);
    }

    public String holder() {
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

    int playsEdition() {
        return playsEdition;
    }

    /** Plays that the holder may still use or hand on, as far as this grant is concerned; null: not counted. */
    @Nullable
    Integer playsLeft() {
        return left(playsHandedOn);
    }

    /** Plays that holder and descendants together may still use; null: not counted. */
    @Nullable
    Integer playsLeftInAll() {
        return left(playsBelow);
    }

    private @Nullable Integer left(long elsewhere) {
        Integer plays = rights().get(Right.PLAYS);
        return plays == null ? null : (int) Math.max(0, plays - playsUsed - elsewhere);
    }

    /** Notes a license, from which {@code playFor} runs if it is the first. */
    void playedAt(Instant now) {
        firstPlayedAt = firstPlayedAt == null ? now : firstPlayedAt;
    }

    /**
     * A license of {@code issuedAt} was never played.
     *
     * @param others when the first of the holder's others by this grant was given; null: there is none
     */
    void neverPlayedAt(Instant issuedAt, @Nullable Instant others) {
        if (issuedAt.equals(firstPlayedAt)) {
            firstPlayedAt = others;
        }
    }

    /** @param plays 1, or -1 for one that is given back */
    void countPlay(int plays) {
        playsUsed += plays;
    }

    /** @param child of this one, by which or below which it was played */
    void countPlayBelow(int plays, Grant child) {
        playsBelow += plays;
        playsHandedOn += child.playsReserved == null ? plays : 0;
    }

    /** Restricts the rights further; {@code plays} are those that the holder has left. */
    void narrow(UsageRights limits) {
        Integer left = limits.get(Right.PLAYS);
        UsageRights inAll = left == null ? limits : limits.with(Right.PLAYS, withUsed(left));
        playsEdition += left == null ? 0 : 1;
        rights = rights().intersect(inAll).toJson();
    }

    private int withUsed(int left) {
        return (int) Math.min(Integer.MAX_VALUE, left + playsUsed + playsHandedOn);
    }

    /** Takes the grant back for good, and with it all below. Harmless when repeated. */
    public void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }
}
