package org.ssms.license;

import static jakarta.ejb.TransactionAttributeType.MANDATORY;
import static jakarta.ejb.TransactionAttributeType.REQUIRED;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.audit.AuditIds;
import org.ssms.license.audit.AuditKeys;
import org.ssms.license.audit.WrittenRow;
import org.ssms.protect.key.MessageId;

/** Writes the audit. The only place that makes a {@link LicenseAudit}. */
@Stateless
public class AuditLog {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private AuditIds ids;

    @Inject
    private AuditKeys keys;

    @Inject
    private Event<AuditEntry> written;

    @Inject
    private Event<WrittenRow> rows;

    @Inject
    private SecurityAudit security;

    /** Records a decision in the transaction that takes it: both are committed or none. */
    @TransactionAttribute(MANDATORY)
    public void record(AuditEntry entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it, and the MAC is about
        LicenseAudit row = new LicenseAudit(ids.next(entities), entry, now);
        row.seal(keys);
        entities.persist(row);
        written.fire(entry);
        rows.fire(new WrittenRow(row.id()));
    }

    /**
     * Records a refusal that somebody may cause without end, as it costs him nothing: of one source no more rows than
     * the security audit has lines.
     */
    @TransactionAttribute(MANDATORY)
    public void recordWithinBudget(AuditEntry refusal, String why) {
        Asker asker = Asker.of(Door.LICENSE, refusal.origin().address());
        String event = refusal.event().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (security.refused(asker, event, refusal.origin().actor(), why)) {
            record(refusal);
        }
    }

    /** Records, within the budget, that a request could not be read: there was nothing to decide. */
    @TransactionAttribute(REQUIRED)
    public void malformed(AuditEvent event, @Nullable MessageId messageId, Origin origin) {
        recordWithinBudget(new AuditEntry(event, null, messageId, origin, Reason.MALFORMED), "malformed");
    }
}
