package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lease;
import org.ssms.license.grant.Lease.State;
import org.ssms.license.grant.LeasedPlay;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.license.LeaseReport;

/**
 * What becomes of the plays that licenses were given for. Each report is one transaction with its count and its audit
 * row, under the lock of the message's key; nothing is counted twice, whoever reports what how often.
 */
@Stateless
public class Leases {
    /** A node that was not seen for so long is dead. Its clock may be wrong by less. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    /** A lease is of no use to anybody after that, nor is a token with which its request could be sent again. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int AT_ONCE = 200;

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private LicenseConfig config;

    @Inject
    private NodeId self;

    @Inject
    private AuditLog audit;

    /**
     * Takes a report of the holder. Repeatable.
     *
     * @return null: taken; otherwise why not
     */
    public @Nullable Reason report(UUID leaseId, LeaseReport report, Origin origin) {
        Lease lease = entities.find(Lease.class, leaseId);
        Grant grant = lease == null ? null : entities.find(Grant.class, lease.grantId());
        if (lease == null || grant == null || !lineage(grant).isHeldBy(String.valueOf(origin.actor()))) {
            audit.record(AuditEntry.refused(event(report), origin, Reason.UNKNOWN_LEASE));
            return Reason.UNKNOWN_LEASE;
        }
        Held held = lock(lease, grant);
        if (report == LeaseReport.RETURNED && held.play.isReturned()) {
            return null; // the audit has one row for each play that was given back
        }
        boolean returned = held.play.isReturned();
        Reason refusal = decide(report, held);
        AuditEvent event = returned && refusal == null ? AuditEvent.PLAY_RESUMED : event(report);
        audit.record(held.entry(event, origin, refusal));
        return refusal;
    }

    private @Nullable Reason decide(LeaseReport report, Held held) {
        Instant now = clock.instant();
        if (report == LeaseReport.RETURNED) {
            return held.play.giveBack(now, config.leaseReportWithin(), others(held.play.lease()));
        }
        Reason obstacle = held.key.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        return report == LeaseReport.STARTED ? held.play.begin(now) : held.play.end(now);
    }

    private static AuditEvent event(LeaseReport report) {
        return switch (report) {
            case STARTED -> AuditEvent.PLAY_STARTED;
            case ENDED -> AuditEvent.PLAY_ENDED;
            case RETURNED -> AuditEvent.PLAY_RETURNED;
        };
    }

    /** A lease, its grant and its key, all locked. */
    private record Held(StoredKey key, LeasedPlay play) {
        AuditEntry entry(AuditEvent event, Origin origin, @Nullable Reason refusal) {
            return new AuditEntry(
                    event, key.keyId(), key.messageId(), play.lease().grantId(), origin, refusal);
        }
    }

    /** First the key, as everybody, then what hangs on it. */
    private Held lock(Lease lease, Grant grant) {
        Entitlement entitlement = entitlements().of(grant);
        entitlements().lock(entitlement);
        entities.refresh(lease, LockModeType.PESSIMISTIC_WRITE);
        Lineage lineage = entitlement.grants().stream()
                .filter(held -> held.id().equals(lease.grantId()))
                .findFirst()
                .orElseThrow();
        return new Held(entitlement.key(), new LeasedPlay(lineage, lease));
    }

    private @Nullable Instant others(Lease lease) {
        return entities.createQuery(
                        "select min(l.issuedAt) from Lease l where l.grantId = :grant and l.id <> :id"
                                + " and l.state <> :returned",
                        Instant.class)
                .setParameter("returned", State.RETURNED)
                .setParameter("grant", lease.grantId())
                .setParameter("id", lease.id())
                .getSingleResult();
    }

    /** This node is alive; what it was not told of in time has been played; what is old is removed. */
    public void beat() {
        Instant now = clock.instant();
        entities.merge(new Node(self.value(), now));
        entities.createQuery("update Lease l set l.state = :played where l.node = :node"
                        + " and l.state = :reserved and l.issuedAt < :latest")
                .setParameter("played", State.PLAYED)
                .setParameter("reserved", State.RESERVED)
                .setParameter("node", self.value())
                .setParameter("latest", now.minus(config.leaseReportWithin()))
                .executeUpdate();
        entities.createQuery("delete from Lease l where l.issuedAt < :oldest and l.state <> :reserved")
                .setParameter("reserved", State.RESERVED)
                .setParameter("oldest", now.minus(KEPT))
                .executeUpdate();
        entities.createQuery("delete from Node n where n.seenAt < :silent and not exists"
                        + " (select l.id from Lease l where l.node = n.id and l.state = :reserved)")
                .setParameter("reserved", State.RESERVED)
                .setParameter("silent", now.minus(KEPT))
                .executeUpdate();
    }

    /** Some of the leases that nobody can be told of any more, because the node that gave the license is dead. */
    public List<UUID> orphans() {
        return entities.createQuery(
                        "select l.id from Lease l left join Node n on n.id = l.node where l.state = :reserved"
                                + " and l.node <> :self and (n.id is null or n.seenAt < :silent) order by l.issuedAt",
                        UUID.class)
                .setParameter("reserved", State.RESERVED)
                .setParameter("self", self.value())
                .setParameter("silent", clock.instant().minus(SILENCE))
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    /** Gives the play of an orphan back, unless its player had been silent for too long when the node died. */
    public void giveBack(UUID orphan) {
        Lease lease = entities.find(Lease.class, orphan);
        Grant grant = lease == null ? null : entities.find(Grant.class, lease.grantId());
        if (lease == null || grant == null) {
            return;
        }
        Held held = lock(lease, grant);
        Node node = entities.find(Node.class, lease.node());
        Instant died = node == null ? lease.issuedAt() : node.seenAt();
        boolean isDead = node == null || died.isBefore(clock.instant().minus(SILENCE));
        if (isDead && held.play.isReserved()) {
            Reason refusal = held.play.giveBack(died, config.leaseReportWithin(), others(lease));
            audit.record(held.entry(AuditEvent.PLAY_RETURNED, Origin.SELF, refusal));
        }
    }

    private Lineage lineage(Grant grant) {
        return entitlements().lineage(grant);
    }

    private Entitlements entitlements() {
        return new Entitlements(entities);
    }
}
