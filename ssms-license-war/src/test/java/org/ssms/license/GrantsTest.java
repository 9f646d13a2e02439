package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.LicenseFixtures.ALICE;
import static org.ssms.license.LicenseFixtures.NOON;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** With a real database: which messages somebody holds, when it is asked of many at once. */
class GrantsTest {
    private static final UsageRights NOT_SAVED = UsageRights.UNLIMITED.with(Right.SAVE, false);

    @TempDir
    Path directory;

    private final Grants grants = new Grants();
    private KeyEncryptionKey kek;
    private EntityManagerFactory unit;
    private EntityManager entities;

    @BeforeEach
    void open() throws Exception {
        kek = LicenseFixtures.kek(directory, "kek");
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:" + SchemaContract.LOCATION)
                .load()
                .migrate();
        unit = Persistence.createEntityManagerFactory(
                "license",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        database,
                        "hibernate.generate_statistics",
                        "true"));
        entities = unit.createEntityManager();
        inject("entities", entities);
        inject("clock", Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        entities.close();
        unit.close();
    }

    /** As the container does. */
    private void inject(String name, Object value) throws ReflectiveOperationException {
        Field field = Grants.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(grants, value);
    }

    /** A message of alice, which bob has of her and carol of him. */
    private MessageId handedOn(UsageRights rights) {
        KeyDeposit deposit = LicenseFixtures.deposit();
        StoredKey key = LicenseFixtures.registered(deposit, kek);
        Grant root = Grant.root(key.keyId(), ALICE, rights, NOON);
        Grant toBob = lineage(root, root).forward(new GrantRequest("bob", UsageRights.UNLIMITED), NOON);
        Grant toCarol = lineage(toBob, root).forward(new GrantRequest("carol", UsageRights.UNLIMITED), NOON);
        entities.getTransaction().begin();
        entities.persist(key);
        entities.flush();
        for (Grant one : List.of(root, toBob, toCarol)) {
            entities.persist(one);
            entities.flush(); // the one above first
        }
        entities.getTransaction().commit();
        entities.clear();
        return deposit.messageId();
    }

    private static Lineage lineage(Grant grant, Grant above) {
        return Lineage.of(grant, List.of(grant), id -> above);
    }

    private long queries(Runnable deed) {
        entities.clear();
        long before = unit.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount();
        deed.run();
        return unit.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount() - before;
    }

    @Test
    void of_many_messages_it_takes_as_many_queries_as_of_one() {
        List<MessageId> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(handedOn(UsageRights.UNLIMITED));
        }
        long ofOne = queries(
                () -> assertThat(grants.held(all.subList(0, 1), "carol")).containsOnlyKeys(all.get(0)));
        assertThat(ofOne).isPositive();
        long ofAll = queries(() -> assertThat(grants.held(all, "carol")).containsOnlyKeys(all));
        assertThat(ofAll).isEqualTo(ofOne);
    }

    @Test
    void what_each_holder_has_is_his_own_and_saved_as_his_grants_say() {
        MessageId saved = handedOn(UsageRights.UNLIMITED);
        MessageId notSaved = handedOn(NOT_SAVED);
        MessageId unknown = LicenseFixtures.deposit().messageId();
        List<MessageId> all = List.of(unknown, notSaved, saved);
        for (String holder : List.of(ALICE, "bob", "carol")) {
            assertThat(grants.held(all, holder)).as(holder).isEqualTo(Map.of(saved, true, notSaved, false));
        }
        assertThat(grants.held(all, "eve")).isEmpty();
        assertThat(grants.held(List.of(), "alice")).isEmpty();
        assertThat(grants.isHeld(saved, "bob")).isTrue();
    }

    @Test
    void what_was_taken_back_above_is_held_by_nobody_below() {
        MessageId message = handedOn(UsageRights.UNLIMITED);
        entities.getTransaction().begin();
        entities.createQuery("select g from Grant g where g.holder = 'bob'", Grant.class)
                .getSingleResult()
                .revoke(NOON);
        entities.getTransaction().commit();
        entities.clear();
        assertThat(grants.held(List.of(message), "carol")).isEmpty();
        assertThat(grants.held(List.of(message), "bob")).isEmpty();
        assertThat(grants.held(List.of(message), ALICE)).containsOnlyKeys(message);
    }
}
