package org.ssms.license;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.license.grant.Refusal;
import org.ssms.license.grant.SharedGrant;
import org.ssms.license.session.Accounts;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.UsageRights;

/**
 * Forwards, shows, narrows and takes back what somebody may do with a message. Each decision, also a refusal, is one
 * transaction with its audit row, under the lock of the message's key.
 */
@Stateless
public class Grants {
    /** Grants that one holder may make of one message, and that there may be of it in all; revoked ones count. */
    static final int MOST_OF_HOLDER = 100;

    static final int MOST_OF_MESSAGE = 1000;

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private AuditLog audit;

    @EJB
    private Accounts accounts;

    /** Makes a grant for somebody else out of one that the asker holds (Figure 6). */
    public GrantDecision forward(MessageId messageId, GrantRequest request, Origin origin) {
        Held held = locked(messageId, origin);
        if (held.refusal != null) {
            return refused(AuditEvent.FORWARD, messageId, held.refusal, origin);
        }
        Instant now = clock.instant();
        Lineage parent = held.entitlement().toForward(request, now);
        Refusal refusal = parent.refusalToForward(request, now);
        if (refusal == null && isLimitReached(held.entitlement())) {
            refusal = Refusal.of(Reason.TOO_MANY_GRANTS);
        }
        if (refusal == null && !accounts.isSubscriber(request.to())) { // last: a name is told to who may forward only
            refusal = new Refusal(Reason.NO_SUBSCRIBER, "to");
        }
        if (refusal != null) {
            return refused(AuditEvent.FORWARD, messageId, refusal, origin);
        }
        Grant child = parent.forward(request, now);
        entities.persist(child);
        return allowed(AuditEvent.FORWARD, held.entitlement().key(), lineage(child), origin);
    }

    private boolean isLimitReached(Entitlement held) {
        List<UUID> parents = held.grants().stream().map(Lineage::id).toList();
        long ofHolder = entities.createQuery("select count(g) from Grant g where g.parent in :parents", Long.class)
                .setParameter("parents", parents)
                .getSingleResult();
        long ofMessage = entities.createQuery("select count(g) from Grant g where g.kid = :kid", Long.class)
                .setParameter("kid", held.key().keyId().value())
                .getSingleResult();
        return ofHolder >= MOST_OF_HOLDER || ofMessage >= MOST_OF_MESSAGE;
    }

    /** What the asker may do now with a message, with the plays that are left. */
    public GrantDecision rights(MessageId messageId, Origin origin) {
        Held held = held(messageId, origin);
        return held.refusal == null
                ? allowed(AuditEvent.RIGHTS_SHOWN, held.entitlement().key(), held.preferred(), origin)
                : refused(AuditEvent.RIGHTS_SHOWN, messageId, held.refusal, origin);
    }

    /**
     * Whether somebody holds a grant that is there, if only for later: the mailbox gives him the protected file then. No
     * key is released and nothing is told to him, so it is no row of the audit.
     */
    public boolean isHeld(MessageId messageId, String user) {
        Instant now = clock.instant();
        return entitlements()
                .of(messageId, user)
                .filter(found -> found.absence(now) == null)
                .isPresent();
    }

    /** To whom the asker, and those below him, handed a message on: nothing above him or beside him. */
    public GrantDecision shared(MessageId messageId, Origin origin) {
        Held held = held(messageId, origin);
        if (held.refusal != null) {
            return refused(AuditEvent.RIGHTS_SHOWN, messageId, held.refusal, origin);
        }
        List<Grant> ofMessage = entities.createQuery("select g from Grant g where g.kid = :kid", Grant.class)
                .setParameter("kid", held.entitlement().key().keyId().value())
                .getResultList();
        allowed(AuditEvent.RIGHTS_SHOWN, held.entitlement().key(), held.preferred(), origin);
        return new GrantDecision.Shared(SharedGrant.below(user(origin), ofMessage));
    }

    /**
     * Narrows what the asker, and everybody to whom he forwarded, may do from now on. Plays that were handed on stay
     * with those who have them.
     */
    public GrantDecision narrow(MessageId messageId, UsageRights wanted, Origin origin) {
        Held held = locked(messageId, origin);
        Refusal refusal = held.refusal == null ? held.preferred().refusalToNarrow(wanted) : held.refusal;
        if (refusal != null) {
            return refused(AuditEvent.RIGHTS_CHANGED, messageId, refusal, origin);
        }
        held.entitlement().grants().forEach(lineage -> lineage.narrow(wanted));
        return allowed(AuditEvent.RIGHTS_CHANGED, held.entitlement().key(), held.preferred(), origin);
    }

    /**
     * Takes a grant back, and with it all below. Repeatable.
     *
     * @return false: there is no such grant for the asker, who is not above it
     */
    public boolean revoke(UUID grantId, Origin origin) {
        Grant grant = entities.find(Grant.class, grantId);
        Reason refusal = grant == null ? Reason.UNKNOWN_GRANT : null;
        if (grant != null && !lineage(grant).isBelow(user(origin))) {
            refusal = Reason.NOT_ENTITLED;
        }
        if (grant == null || refusal != null) {
            audit.record(new AuditEntry(AuditEvent.REVOCATION, null, null, grantId, origin, refusal));
            return false;
        }
        StoredKey key = entities.find(StoredKey.class, grant.keyId().value(), LockModeType.PESSIMISTIC_WRITE);
        entities.refresh(grant);
        grant.revoke(clock.instant());
        audit.record(new AuditEntry(AuditEvent.REVOCATION, key.keyId(), key.messageId(), grantId, origin, null));
        return true;
    }

    /** What the asker holds, or why it is nothing. */
    private record Held(
            @Nullable Entitlement found, @Nullable Refusal refusal, Instant now) {
        Entitlement entitlement() {
            return Objects.requireNonNull(found);
        }

        Lineage preferred() {
            return entitlement().preferred(now);
        }
    }

    private Held held(MessageId messageId, Origin origin) {
        return judged(entitlements().of(messageId, user(origin)));
    }

    /** Only somebody who holds a grant comes as far as the lock. */
    private Held locked(MessageId messageId, Origin origin) {
        Optional<Entitlement> found = entitlements().of(messageId, user(origin));
        found.filter(held -> !held.grants().isEmpty()).ifPresent(entitlements()::lock);
        return judged(found);
    }

    private Held judged(Optional<Entitlement> found) {
        Instant now = clock.instant();
        Reason obstacle = found.isEmpty() ? Reason.UNKNOWN_KEY : found.get().absence(now);
        return new Held(found.orElse(null), obstacle == null ? null : Refusal.of(obstacle), now);
    }

    private GrantDecision allowed(AuditEvent event, StoredKey key, Lineage lineage, Origin origin) {
        audit.record(new AuditEntry(event, key.keyId(), key.messageId(), lineage.id(), origin, null));
        return new GrantDecision.Allowed(lineage.id(), lineage.current());
    }

    private GrantDecision refused(AuditEvent event, MessageId messageId, Refusal refusal, Origin origin) {
        audit.record(new AuditEntry(event, null, messageId, origin, refusal.reason()));
        return new GrantDecision.Refused(refusal);
    }

    private Lineage lineage(Grant grant) {
        return entitlements().lineage(grant);
    }

    private Entitlements entitlements() {
        return new Entitlements(entities);
    }

    private static String user(Origin origin) {
        return String.valueOf(origin.actor());
    }
}
