package org.ssms.license;

import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.ssms.license.audit.AuditIds;
import org.ssms.license.audit.AuditKeys;
import org.ssms.license.audit.WrittenRow;

/**
 * Writes rows of the audit as the license server does, through JPA, each in a transaction of its own. For one thread.
 */
public final class AuditWriter implements AutoCloseable {
    private final EntityManagerFactory unit;
    private final EntityManager entities;
    private final AuditLog log = new AuditLog();
    private final List<WrittenRow> uncommitted = new ArrayList<>();
    private Consumer<WrittenRow> committed = row -> {};

    public AuditWriter(DataSource database, AuditKeys keys, Clock clock) {
        unit = Persistence.createEntityManagerFactory(
                "license",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        database));
        entities = unit.createEntityManager();
        inject("entities", entities);
        inject("clock", clock);
        inject("ids", new AuditIds(database));
        inject("keys", keys);
        inject("written", deaf());
        inject("rows", event(row -> uncommitted.add((WrittenRow) row)));
    }

    /** Who hears of each row after its commit. */
    public void tell(Consumer<WrittenRow> listener) {
        committed = listener;
    }

    /** What writes rows within {@link #inTransaction}. */
    public AuditLog log() {
        return log;
    }

    public void write(AuditEntry entry) {
        inTransaction(() -> {
            log.record(entry);
            return entry;
        });
    }

    /** Commits what it does, or nothing of that. */
    public <T> T inTransaction(Supplier<T> what) {
        entities.getTransaction().begin();
        try {
            T result = what.get();
            entities.getTransaction().commit();
            uncommitted.forEach(committed);
            return result;
        } finally {
            uncommitted.clear();
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.clear();
        }
    }

    /** As when the decision fails after its row was written. */
    public void rollBack(AuditEntry entry) {
        entities.getTransaction().begin();
        log.record(entry);
        entities.flush();
        entities.getTransaction().rollback();
        entities.clear();
        uncommitted.clear();
    }

    @Override
    public void close() {
        entities.close();
        unit.close();
    }

    /** An event that nobody hears. */
    private static Object deaf() {
        return event(fired -> {});
    }

    private static Object event(Consumer<Object> fire) {
        return Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    fire.accept(arguments[0]);
                    return null;
                });
    }

    private void inject(String field, Object value) {
        try {
            Field found = AuditLog.class.getDeclaredField(field);
            found.setAccessible(true);
            found.set(log, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }
}
