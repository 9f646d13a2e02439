package org.ssms.license;

import static jakarta.ejb.TransactionAttributeType.MANDATORY;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;

/** Writes the audit. The only place that makes a {@link LicenseAudit}. */
@Stateless
public class AuditLog {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private Event<AuditEntry> written;

    /** Records a decision in the transaction that takes it: both are committed or none. */
    @TransactionAttribute(MANDATORY)
    public void record(AuditEntry entry) {
        entities.persist(new LicenseAudit(entry, clock.instant()));
        written.fire(entry);
    }
}
