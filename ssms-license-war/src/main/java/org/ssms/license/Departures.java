package org.ssms.license;

import static jakarta.ejb.TransactionAttributeType.MANDATORY;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.ssms.license.grant.Grant;

/**
 * What becomes of the messages of somebody who is gone for good (ADR 0037): those in his mailbox are dead, with every
 * copy; what others have given him is taken back, with all that he gave on. What he has left for others is theirs.
 */
@Stateless
public class Departures {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private AuditLog audit;

    /** In the transaction in which his account is deleted. */
    @TransactionAttribute(MANDATORY)
    public void clear(String user, Origin operator) {
        Instant now = clock.instant();
        lockAll(user);
        for (StoredKey key : keysOf(user)) {
            key.destroy(now);
            audit.record(new AuditEntry(AuditEvent.DESTRUCTION, key.keyId(), key.messageId(), operator, null));
        }
        for (Grant grant : grantsOf(user)) {
            StoredKey key = entities.find(StoredKey.class, grant.keyId().value(), LockModeType.PESSIMISTIC_WRITE);
            entities.refresh(grant);
            grant.revoke(now);
            audit.record(
                    new AuditEntry(AuditEvent.REVOCATION, key.keyId(), key.messageId(), grant.id(), operator, null));
        }
    }

    /**
     * His own and others' keys, one after the other in one order: of two who have shared with each other and are
     * deleted at once, one would wait for the other for ever.
     */
    private void lockAll(String user) {
        entities.createQuery(
                        "select k.kid from StoredKey k where k.destroyedAt is null and (k.owner = :user or exists"
                                + " (select 1 from Grant g where g.kid = k.kid and g.holder = :user"
                                + " and g.revokedAt is null))"
                                + " order by k.kid",
                        UUID.class)
                .setParameter("user", user)
                .getResultList()
                .forEach(kid -> entities.find(StoredKey.class, kid, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Not those of a list that has his name: they are its members'. */
    private List<StoredKey> keysOf(String owner) {
        return entities.createQuery(
                        "select k from StoredKey k where k.owner = :owner and k.destroyedAt is null and exists (select"
                                + " 1 from Grant g where g.kid = k.kid and g.parent is null and g.holder = k.owner)"
                                + " order by k.kid",
                        StoredKey.class)
                .setParameter("owner", owner)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Of messages that are there for others still. */
    private List<Grant> grantsOf(String holder) {
        return entities.createQuery(
                        "select g from Grant g, StoredKey k where k.kid = g.kid and k.destroyedAt is null"
                                + " and g.holder = :holder and g.revokedAt is null order by g.kid, g.id",
                        Grant.class)
                .setParameter("holder", holder)
                .getResultList();
    }
}
