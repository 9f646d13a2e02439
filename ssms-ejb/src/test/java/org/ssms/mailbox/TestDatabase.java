package org.ssms.mailbox;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/** A database of its own in memory, with our tables, and beans that use it as in the container. For one thread. */
public final class TestDatabase implements AutoCloseable {
    private final JdbcDataSource source = new JdbcDataSource();
    private final EntityManagerFactory unit;
    private final EntityManager entities;

    public TestDatabase() {
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/ssms")
                .load()
                .migrate();
        unit = Persistence.createEntityManagerFactory(
                "ssms",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        source));
        entities = unit.createEntityManager();
    }

    public DataSource source() {
        return source;
    }

    public EntityManager entities() {
        return entities;
    }

    /** As the container does. */
    public static void inject(Object bean, String name, Object value) throws ReflectiveOperationException {
        Field field = bean.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(bean, value);
    }

    /** Nothing of it is kept when it fails; what was read before is read anew behind it. */
    public void transaction(Runnable work) {
        entities.getTransaction().begin();
        try {
            work.run();
            entities.getTransaction().commit();
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.clear();
        }
    }

    @Override
    public void close() {
        entities.close();
        unit.close();
    }
}
