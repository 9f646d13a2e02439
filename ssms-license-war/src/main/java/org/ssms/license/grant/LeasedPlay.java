package org.ssms.license.grant;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Reason;

/** A lease with the grant that it was given by: what is reported of it, decided while both are locked. */
public record LeasedPlay(Lineage lineage, Lease lease) {
    /** The play began. After its time none does: hearing it takes another license. */
    public @Nullable Reason begin(Instant now) {
        if (!lease.isOver(now)) {
            return count(now);
        }
        if (lease.isReserved()) {
            lease.settle();
        }
        return Reason.LEASE_SETTLED;
    }

    /** One that was given back is counted now, if it is not refused. */
    private @Nullable Reason count(Instant now) {
        if (!lease.isReturned()) {
            lease.begin(now);
            return null;
        }
        Reason refusal = lineage.refusal(now);
        if (refusal == null) {
            lineage.playAfterAll(lease, now);
        }
        return refusal;
    }

    /** Whether nothing is decided of it yet. */
    public boolean isReserved() {
        return lease.isReserved();
    }

    public boolean isReturned() {
        return lease.isReturned();
    }

    /** The play is over, and thus has begun. May come after its time. */
    public @Nullable Reason end(Instant now) {
        Reason refusal = count(now);
        if (refusal == null) {
            lease.end(now);
        }
        return refusal;
    }

    /**
     * Why the license of this play is not shown again to its holder; null: it is. A play that was given back, or is
     * over, takes another license.
     */
    public @Nullable Reason refusalAgain(Instant now) {
        Reason refusal = lineage.refusalBut(lease, now);
        if (refusal != null) {
            return refusal;
        }
        return lease.isReturned() || lease.isOver(now) ? Reason.REPLAYED : null;
    }

    /**
     * The play never began.
     *
     * @param at when that was certain
     * @param patience how long after the license it may be reported; who is silent longer has played
     * @param others when the first other license by the same grant was given that is not given back; null: none
     */
    public @Nullable Reason giveBack(Instant at, Duration patience, @Nullable Instant others) {
        if (lease.isReturned()) {
            return null;
        }
        boolean inTime = !at.isAfter(lease.issuedAt().plus(patience)) && !lease.isOver(at);
        if (lease.isReserved() && inTime && lineage.isOpen(lease)) {
            lineage.giveBack(lease, others);
            return null;
        }
        lease.settle();
        return Reason.LEASE_SETTLED;
    }
}
