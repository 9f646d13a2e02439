package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names and numbers of a list and of a person in a real database. */
class ListAddressTest {
    private final Directory directory = new Directory();
    private EntityManagerFactory unit;
    private EntityManager entities;

    @BeforeEach
    void open() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/ssms")
                .load()
                .migrate();
        unit = Persistence.createEntityManagerFactory(
                "ssms",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        database));
        entities = unit.createEntityManager();
        Field field = Directory.class.getDeclaredField("entities");
        field.setAccessible(true);
        field.set(directory, entities);
        entities.getTransaction().begin();
        entities.createNativeQuery("insert into mailbox (username, mail_address, disabled, is_list)"
                        + " values ('alice', 'alice@localhost', false, false), ('sales', '', false, true)")
                .executeUpdate();
        entities.persist(new SubscriberAddress("4711", "alice"));
        entities.persist(new SubscriberAddress("4712", "sales"));
        entities.getTransaction().commit();
    }

    @AfterEach
    void close() {
        entities.close();
        unit.close();
    }

    @Test
    void a_list_is_called_by_its_number_but_is_nobody_who_receives_what_is_forwarded() {
        assertThat(directory.resolve(List.of("4712"))).contains("sales");
        assertThat(directory.resolvePerson(List.of("4712"))).isEmpty();
        assertThat(directory.resolvePerson(List.of("sales"))).isEmpty();
        assertThat(directory.resolvePerson(List.of("4711"))).contains("alice");
        assertThat(directory.resolvePerson(List.of("alice"))).contains("alice");
        assertThat(directory.resolvePerson(List.of())).isEmpty();
    }
}
