package org.ssms.license.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Reason;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * A grant with all its ancestors: what its holder may do now. Reducing or revoking an ancestor reduces everything below
 * (F6-67). Who counts or forwards holds the lock of the message's key, and has read the grants under it.
 */
public final class Lineage {
    /** What a license that we give can promise today: the key is in the player's memory. */
    private static final MinDrm PROTECTION = MinDrm.CLEARKEY;

    /** Longest way from the owner to a holder, both included. */
    private static final int MOST_GENERATIONS = 16;

    /** Root first. */
    private final List<Grant> path;

    /** All grants of the message that the holder has, this one too: {@code playFor} runs from his first play by any. */
    private final Collection<Grant> held;

    private Lineage(List<Grant> path, Collection<Grant> held) {
        this.path = path;
        this.held = held;
    }

    /**
     * The lineage of a grant.
     *
     * @param held all grants of the message that its holder has
     * @param grants finds a grant by its id
     */
    public static Lineage of(Grant grant, Collection<Grant> held, Function<UUID, Grant> grants) {
        Deque<Grant> path = new ArrayDeque<>(List.of(grant));
        for (UUID parent = grant.parent();
                parent != null;
                parent = path.getFirst().parent()) {
            path.addFirst(grants.apply(parent));
        }
        return new Lineage(List.copyOf(path), held);
    }

    /**
     * Of several grants of one holder, the one to be used goes first: one whose plays are not counted, then the one
     * that ends first, then the older.
     */
    public static Comparator<Lineage> byPreference() {
        return Comparator.comparing(Lineage::isCounted)
                .thenComparing(lineage -> end(lineage.current()))
                .thenComparing(lineage -> lineage.grant().grantedAt())
                .thenComparing(lineage -> lineage.grant().id());
    }

    private static Instant end(UsageRights rights) {
        Instant end = rights.get(Right.NOT_AFTER);
        return end == null ? Instant.MAX : end;
    }

    public List<Grant> path() {
        return path;
    }

    public UUID id() {
        return grant().id();
    }

    Grant grant() {
        return path.get(path.size() - 1);
    }

    private List<Grant> ancestors() {
        return path.subList(0, path.size() - 1);
    }

    public boolean isHeldBy(String user) {
        return grant().isHeldBy(user);
    }

    /** Whether a play changes rows, so that they must be locked while deciding. */
    public boolean isCounted() {
        return path.stream()
                .map(Grant::rights)
                .anyMatch(rights -> rights.get(Right.PLAYS) != null || rights.get(Right.PLAY_FOR) != null);
    }

    /**
     * What the holder may do now: never more than any ancestor allows, with the plays that are left, and ended by
     * {@code playFor} once it was played.
     */
    public UsageRights current() {
        return withEnd(allowed()).with(Right.PLAYS, playsLeft());
    }

    /** Without what was used. */
    private UsageRights allowed() {
        UsageRights rights = path.get(0).rights();
        for (Grant grant : path.subList(1, path.size())) {
            rights = handedOn(rights).intersect(grant.rights());
        }
        return rights;
    }

    /** The most that a child made now may have. */
    UsageRights toHandOn() {
        return handedOn(current());
    }

    private static UsageRights handedOn(UsageRights rights) {
        Integer depth = rights.get(Right.FORWARD);
        return depth == null ? rights : rights.with(Right.FORWARD, Math.max(0, depth - 1));
    }

    private UsageRights withEnd(UsageRights rights) {
        Instant firstPlayedAt = held.stream()
                .map(Grant::firstPlayedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        Duration playFor = rights.get(Right.PLAY_FOR);
        return firstPlayedAt == null || playFor == null
                ? rights
                : rights.intersect(UsageRights.UNLIMITED.with(Right.NOT_AFTER, firstPlayedAt.plus(playFor)));
    }

    private @Nullable Integer playsLeft() {
        Integer left = grant().playsLeft();
        boolean shared = true;
        for (int i = path.size() - 1; i > 0; i--) {
            shared &= path.get(i).sharesPlays();
            Grant above = path.get(i - 1);
            Integer there = shared ? above.playsLeft() : above.playsLeftInAll();
            left = left == null || (there != null && there < left) ? there : left;
        }
        return left;
    }

    /**
     * Why {@code requester} may not play at {@code now}, the server's time; null: he may.
     *
     * @param requester anybody but the holder is told nothing but {@link Reason#NOT_ENTITLED}
     * @param byPhone he has called a media node, which plays it to him
     */
    public @Nullable Reason refusal(String requester, boolean byPhone, Instant now) {
        if (!isHeldBy(requester)) {
            return Reason.NOT_ENTITLED;
        }
        Reason refusal = refusal(now);
        return refusal == null && byPhone && Boolean.FALSE.equals(current().get(Right.PHONE_PLAYBACK))
                ? Reason.NOT_BY_PHONE
                : refusal;
    }

    /** Why the holder may not play; null: he may. */
    public @Nullable Reason refusal(Instant now) {
        Reason absence = absence();
        return absence == null ? windowOrCount(current(), now) : absence;
    }

    /** Why the holder may not play, were it not for the play that was counted for a lease; null: he may. */
    @Nullable
    Reason refusalBut(Lease lease, Instant now) {
        Reason absence = absence();
        if (absence != null) {
            return absence;
        }
        UsageRights current = current();
        return windowOrCount(isOpen(lease) ? current.with(Right.PLAYS, null) : current, now);
    }

    /** Why the grant is worth nothing to its holder, whatever time it is; null: it is there. */
    public @Nullable Reason absence() {
        if (excludes(allowed(), grant().holder())) {
            return Reason.NOT_ENTITLED;
        }
        return path.stream().anyMatch(Grant::isRevoked) ? Reason.REVOKED : null;
    }

    private static @Nullable Reason windowOrCount(UsageRights allowed, Instant now) {
        Instant notBefore = allowed.get(Right.NOT_BEFORE);
        if (notBefore != null && now.isBefore(notBefore)) {
            return Reason.NOT_YET;
        }
        if (now.isAfter(end(allowed))) {
            return Reason.EXPIRED;
        }
        Integer plays = allowed.get(Right.PLAYS);
        if (plays != null && plays == 0) {
            return Reason.PLAYS_EXHAUSTED;
        }
        MinDrm needed = allowed.get(Right.MIN_DRM);
        return needed != null && needed.compareTo(PROTECTION) > 0 ? Reason.DRM_TOO_WEAK : null;
    }

    private static boolean excludes(UsageRights allowed, String user) {
        Set<String> users = allowed.get(Right.USERS);
        return users != null && !users.contains(user);
    }

    /**
     * Whether a license changes rows, so that they must be locked while deciding: a play is counted, or is the first.
     */
    public boolean isChangedByPlay() {
        return isCounted() || grant().firstPlayedAt() == null;
    }

    /**
     * Counts a play that is not refused: in this grant, and in every ancestor as one below.
     *
     * @param node where the lease is kept
     * @return the lease of the play, for the caller to store
     */
    public Lease play(UUID node, Instant now) {
        grant().playedAt(now);
        boolean counted = isCounted();
        if (counted) {
            count(1);
        }
        return new Lease(id(), node, counted ? playsEdition() : Lease.NOT_COUNTED, now);
    }

    /** Counts a play again that was given back, and that began nevertheless. Only when it is not refused. */
    void playAfterAll(Lease lease, Instant now) {
        grant().playedAt(now);
        if (isCounted()) {
            count(1);
        }
        lease.begin(now);
    }

    private void count(int plays) {
        grant().countPlay(plays);
        boolean shared = true;
        for (int i = path.size() - 1; i > 0; i--) {
            shared &= path.get(i).sharesPlays();
            path.get(i - 1).countPlayBelow(plays, shared);
        }
    }

    /**
     * Changes with every limit that somebody set for the plays anywhere above: such a limit holds from then on, and
     * what was reserved before is not given back on top of it.
     */
    private int playsEdition() {
        return path.stream().mapToInt(Grant::playsEdition).sum();
    }

    /** Whether the plays are still those out of which the lease was reserved. */
    boolean isOpen(Lease lease) {
        return !lease.isCounted() || lease.edition() == playsEdition();
    }

    /**
     * Gives back what was reserved for a play that never began. Only for an open lease.
     *
     * @param others as in {@link Grant#neverPlayedAt}
     */
    void giveBack(Lease lease, @Nullable Instant others) {
        if (lease.isCounted()) {
            count(-1);
        }
        grant().neverPlayedAt(lease.issuedAt(), others);
        lease.giveBack();
    }

    /** Why the holder may not forward in that way; null: he may. Too early to play, or not here, does not hinder. */
    public @Nullable Refusal refusalToForward(GrantRequest request, Instant now) {
        Reason absence = absence();
        Reason reason = absence == null ? windowOrCount(current().with(Right.NOT_BEFORE, null), now) : absence;
        if (reason != null && reason != Reason.DRM_TOO_WEAK) {
            return Refusal.of(reason);
        }
        UsageRights current = current();
        Integer depth = current.get(Right.FORWARD);
        if ((depth != null && depth == 0) || path.size() == MOST_GENERATIONS) {
            return Refusal.exceeding(Right.FORWARD.name());
        }
        if (excludes(current, request.to()) || path.stream().anyMatch(grant -> grant.isOfPerson(request.to()))) {
            return Refusal.exceeding("to"); // nobody makes his own grant anew, by whatever detour
        }
        return exceeding(request.rights(), handedOn(current));
    }

    private static @Nullable Refusal exceeding(UsageRights wanted, UsageRights most) {
        return wanted.exceeding(most)
                .map(right -> Refusal.exceeding(right.name()))
                .orElse(null);
    }

    /**
     * A child with as much of what is wanted as it may have: all of it when forwarding is not refused.
     *
     * @return for the caller to store
     */
    public Grant forward(GrantRequest request, Instant now) {
        UsageRights rights = request.rights().intersect(toHandOn());
        if (request.playsShared() && request.rights().get(Right.PLAYS) == null) {
            rights = rights.with(Right.PLAYS, null);
        }
        Grant child = new Grant(this, request.to(), rights, request.playsShared(), now);
        for (int i = path.size() - 1; i >= 0; i--) {
            path.get(i).handOn(child);
            if (!path.get(i).sharesPlays()) {
                break; // those above have reserved for this one already
            }
        }
        return child;
    }

    /** Why the rights cannot become these; null: they can. Nobody widens what he has. */
    public @Nullable Refusal refusalToNarrow(UsageRights wanted) {
        return exceeding(wanted, current());
    }

    /** Restricts this grant, and thereby all below. Plays that were handed on stay with those who have them. */
    public void narrow(UsageRights limits) {
        grant().narrow(limits);
    }

    /** Whether {@code user} holds an ancestor, so that he may take this grant back. */
    public boolean isBelow(String user) {
        return ancestors().stream().anyMatch(ancestor -> ancestor.isHeldBy(user));
    }
}
