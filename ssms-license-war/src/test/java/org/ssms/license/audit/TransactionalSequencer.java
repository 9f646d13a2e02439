package org.ssms.license.audit;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.ssms.license.AuditWriter;

/** As the application server runs it: each call commits what it does, or nothing. For one thread. */
final class TransactionalSequencer extends AuditSequencer {
    private final DataSource database;
    private final AuditWriter writer;

    /** Thrown by the next call that makes the chain longer, once for each. */
    private int failures;

    TransactionalSequencer(DataSource database, AuditWriter writer, AuditChain chain, AuditKeys keys, Clock clock) {
        this.database = database;
        this.writer = writer;
        inject(AuditSequencer.class, this, "chain", chain);
        inject(AuditSequencer.class, this, "keys", keys);
        inject(AuditSequencer.class, this, "audit", writer.log());
        inject(AuditSequencer.class, this, "clock", clock);
    }

    void failNext(int times) {
        failures = times;
    }

    @Override
    public void introduce() {
        transaction(() -> {
            super.introduce();
            return 0;
        });
    }

    @Override
    public AuditChain.Extension extend() {
        if (failures > 0) {
            failures--;
            throw new StackOverflowError();
        }
        return transaction(super::extend);
    }

    @Override
    public Found find(List<Long> ids) {
        return transaction(() -> super.find(ids));
    }

    @Override
    public Optional<Unstamped> unstamped() {
        return transaction(super::unstamped);
    }

    @Override
    public void stamp(long head, String stamp) {
        transaction(() -> {
            super.stamp(head, stamp);
            return 0;
        });
    }

    private <T> T transaction(Supplier<T> what) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            inject(AuditSequencer.class, this, "database", source(unclosed(connection)));
            try {
                T result = writer.inTransaction(what);
                connection.commit();
                return result;
            } finally {
                connection.rollback(); // what was committed stays
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection unclosed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static DataSource source(Connection connection) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection);
    }

    static void inject(Class<?> type, Object into, String field, Object value) {
        try {
            Field found = type.getDeclaredField(field);
            found.setAccessible(true);
            found.set(into, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }
}
