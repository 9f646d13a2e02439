package org.ssms.license.grant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * What one holder may do with one message, and what was used of it. A node of the message's tree: a root is the
 * owner's, every other was forwarded by its parent's holder. Only {@link Lineage} decides, because a grant is worth no
 * more than all its ancestors. Nothing that happens to a grant widens it, but the sender's word about a root.
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

    /** What the holder got and has not given up: JSON, as in the public interface. */
    @Column
    private String rights;

    /** Of a root, what the sender and the policies allow its holder; null: the same as {@link #rights}. */
    @Column
    private @Nullable String limits;

    /** What came out of the plays above when this was made; null: it shares those that the parent has left. */
    @Column(name = "plays_reserved", updatable = false)
    private @Nullable Integer playsReserved;

    @Column(name = "plays_used")
    private long playsUsed;

    /** No more the holder's: reserved below, whether it is used or not, and used below out of what all here share. */
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

    /** What was read from the columns last. */
    @Transient
    private @Nullable Read read;

    private record Read(String rights, @Nullable String limits, UsageRights own, UsageRights limited) {}

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
        Grant root = new Grant(keyId.value(), owner, null, UsageRights.UNLIMITED, now);
        root.limits = rights.toJson();
        return root;
    }

    /**
     * A child, whose plays come out of what its parent has left (A14): to be reserved there by {@link #handOn}, or
     * shared with it.
     *
     * @throws IllegalArgumentException when it would allow more than the parent's current rights
     */
    Grant(Lineage parent, String holder, UsageRights rights, boolean playsShared, Instant now) {
        this(parent.grant().kid, holder, parent.grant().id, rights, now);
        UsageRights most = parent.toHandOn();
        boolean unlimitedInItself = playsShared && rights.get(Right.PLAYS) == null;
        if (!rights.isWithin(unlimitedInItself ? most.with(Right.PLAYS, null) : most)) {
            throw new IllegalArgumentException("a child allows no more than its parent");
        }
        this.playsReserved = playsShared ? null : rights.get(Right.PLAYS);
    }

    /** Whether it has no plays of its own: what is played here is missing from what the parent has left. */
    boolean sharesPlays() {
        return playsReserved == null;
    }

    /** Reserves for a child, or for one below children that share, what it was made with. */
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

    /** Whether that is the holder, perhaps under another form of his mail address. */
    boolean isOfPerson(String user) {
        return isHeldBy(user) || GuestAddress.areOnePerson(holder, user);
    }

    public @Nullable UUID parent() {
        return parent;
    }

    /**
     * As they were granted and narrowed, without what was used of them and without the ancestors.
     *
     * @throws IllegalStateException when somebody else wrote the row
     */
    public UsageRights rights() {
        return read().limited;
    }

    private Read read() {
        Read last = read;
        if (last == null || !last.rights.equals(rights) || !Objects.equals(last.limits, limits)) {
            UsageRights own = parsed(rights);
            last = new Read(rights, limits, own, limits == null ? own : own.intersect(parsed(limits)));
            read = last;
        }
        return last;
    }

    private UsageRights parsed(String json) {
        try {
            return UsageRights.fromJson(json);
        } catch (MalformedLicenseException e) {
            throw new IllegalStateException("the rights of grant " + id + " cannot be read", e);
        }
    }

    /** When the first license was given whose play was not given back; null: there is none. */
    public @Nullable Instant firstPlayedAt() {
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

    /** @param shared nothing was reserved here for who played */
    void countPlayBelow(int plays, boolean shared) {
        playsBelow += plays;
        playsHandedOn += shared ? plays : 0;
    }

    /** Restricts the rights further; {@code plays} are those that the holder has left. */
    void narrow(UsageRights most) {
        playsEdition += most.get(Right.PLAYS) == null ? 0 : 1;
        rights = read().own.intersect(inAll(most)).toJson();
    }

    /** Other rights for a root that nobody has used. */
    public void choose(UsageRights chosen) {
        if (parent != null || playsUsed != 0) {
            throw new IllegalStateException("grant " + id + " is no root, or used");
        }
        limits = chosen.toJson();
    }

    /** The same rights with those plays that were used or handed on, too. */
    public UsageRights inAll(UsageRights left) {
        Integer plays = left.get(Right.PLAYS);
        return plays == null ? left : left.with(Right.PLAYS, withUsed(plays));
    }

    /**
     * Changes what the sender allows the holder of a root; may widen. What the holder has given up himself stays so.
     *
     * @param changes {@code plays} in all; an absent right stays as it is
     * @return whether the sender allows more than before
     */
    public boolean limit(UsageRights changes) {
        if (limits == null) {
            throw new IllegalStateException("the sender of grant " + id + " is not known");
        }
        UsageRights before = parsed(limits);
        UsageRights after = before.changedTo(changes);
        playsEdition += changes.get(Right.PLAYS) == null ? 0 : 1;
        limits = after.toJson();
        return !after.isWithin(before);
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
