package org.ssms.license.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this server has committed to the audit and not yet seen in the chain, so that a row which somebody deletes in
 * these seconds is missed. Forgotten when the server ends. May be used by several threads.
 */
@ApplicationScoped
public class CommittedRows {
    /** Of more, the chain being so late, nobody will miss those. */
    private static final int MOST = 100_000;

    private final Map<Long, Instant> since = new ConcurrentHashMap<>();

    @Inject
    private Clock clock;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) WrittenRow row) {
        if (since.size() < MOST) {
            since.put(row.id(), clock.instant());
        }
    }

    /** They are in the chain, or gone: nobody has to look for them any more. */
    public void settled(Collection<Long> ids) {
        ids.forEach(since::remove);
    }

    /** Those that were committed before that time. */
    public List<Long> overdue(Instant before) {
        return since.entrySet().stream()
                .filter(row -> row.getValue().isBefore(before))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
