package org.ssms.license;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.health.Readiness;

/** Counts decisions once they are committed. May be used by several threads. */
@ApplicationScoped
public class LicenseStatistics implements LicenseServerMXBean {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Inject
    private StoredKeys keys;

    @Inject
    @Readiness
    private LicenseReadiness readiness;

    void decided(@Observes(during = TransactionPhase.AFTER_SUCCESS) AuditEntry entry) {
        count(entry);
    }

    /** A login that was sent away without looking at the password. Not in the audit: it would be flooded. */
    public void loginBackedOff() {
        count(AuditEntry.refused(AuditEvent.LOGIN, new Origin(null, ""), Reason.BACK_OFF));
    }

    void count(AuditEntry entry) {
        counts.computeIfAbsent(
                        name(
                                entry.event(),
                                entry.reason() == null ? "" : entry.reason().name()),
                        k -> new LongAdder())
                .increment();
    }

    @Override
    public boolean isReady() {
        return readiness.isReady();
    }

    @Override
    public long getKeysStored() {
        return keys.count();
    }

    @Override
    public long getDeposits() {
        return granted(AuditEvent.DEPOSIT);
    }

    @Override
    public long getLicensesGranted() {
        return granted(AuditEvent.LICENSE);
    }

    @Override
    public Map<String, Long> getLicensesRefused() {
        Map<String, Long> refused = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            long count = refused(AuditEvent.LICENSE, reason);
            if (count > 0) {
                refused.put(reason.name(), count);
            }
        }
        return refused;
    }

    @Override
    public long getLogins() {
        return granted(AuditEvent.LOGIN);
    }

    @Override
    public long getLoginsFailed() {
        return refused(AuditEvent.LOGIN, Reason.WRONG_CREDENTIALS);
    }

    @Override
    public long getLoginsBackedOff() {
        return refused(AuditEvent.LOGIN, Reason.BACK_OFF);
    }

    @Override
    public long getCredentialsRefused() {
        return refused(AuditEvent.TOKEN, Reason.INVALID_TOKEN) + refused(AuditEvent.SERVICE, Reason.WRONG_SERVICE_KEY);
    }

    private long granted(AuditEvent event) {
        return count(event, "");
    }

    private long refused(AuditEvent event, Reason reason) {
        return count(event, reason.name());
    }

    private long count(AuditEvent event, String reason) {
        LongAdder count = counts.get(name(event, reason));
        return count == null ? 0 : count.sum();
    }

    private static String name(AuditEvent event, String reason) {
        return event.name() + " " + reason;
    }
}
