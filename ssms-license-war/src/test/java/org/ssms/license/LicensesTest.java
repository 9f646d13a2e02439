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
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.LicenseRequest.Once;
import org.ssms.license.grant.Grant;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.UsageRights;

/** Decisions in a real database, about one message of alice. */
class LicensesTest {
    @TempDir
    Path directory;

    private final KeyDeposit deposit = LicenseFixtures.deposit();
    private final List<AuditEntry> audited = new ArrayList<>();
    private final Licenses licenses = new Licenses();
    private EntityManagerFactory unit;
    private EntityManager entities;

    @BeforeEach
    void open() throws Exception {
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
                        database));
        entities = unit.createEntityManager();
        KeyEncryptionKey kek = LicenseFixtures.kek(directory, "kek");
        inject("entities", entities);
        inject("clock", Clock.fixed(NOON, ZoneOffset.UTC));
        inject("config", StoredKeysTest.config(new RightsPolicy(UsageRights.UNLIMITED, UsageRights.UNLIMITED)));
        inject("kek", kek);
        inject("node", new NodeId(UUID.randomUUID()));
        inject("audit", new AuditLog() {
            @Override
            public void record(AuditEntry entry) {
                audited.add(entry);
            }
        });
        transaction(() -> {
            StoredKey key = LicenseFixtures.registered(deposit, kek);
            entities.persist(key);
            entities.persist(Grant.root(key.keyId(), ALICE, UsageRights.UNLIMITED, NOON));
            return key;
        });
    }

    @AfterEach
    void close() {
        entities.close();
        unit.close();
    }

    /** As the container does. */
    private void inject(String name, Object value) throws ReflectiveOperationException {
        Field field = Licenses.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(licenses, value);
    }

    private <T> T transaction(Supplier<T> deed) {
        entities.getTransaction().begin();
        T result = deed.get();
        entities.getTransaction().commit();
        entities.clear();
        return result;
    }

    private LicenseRequest request(Once once) {
        return new LicenseRequest(deposit.messageId(), List.of(), Set.of(KeyUse.CENC), once, ALICE, false, "192.0.2.1");
    }

    private LicenseDecision acquire(Once once) {
        return transaction(() -> licenses.acquire(request(once)));
    }

    private LicenseLook look(Once once) {
        return transaction(() -> licenses.look(request(once)));
    }

    /** Of each way in which a request is told from its repetition. */
    @Test
    void d11_a_look_sees_what_a_license_would_be_and_no_more() {
        UUID session = UUID.randomUUID();
        for (Once once : List.of(
                new Once.Session(session), new Once.Nonce(session, "a nonce"), new Once.PlayerKey("a thumbprint"))) {
            LicenseLook seen =
                    new LicenseLook.Seen(deposit.messageId(), deposit.key().id());
            assertThat(look(once)).as("%s", once).isEqualTo(seen);
            assertThat(look(once)).as("it takes nothing").isEqualTo(seen);
            assertThat(acquire(once)).isInstanceOf(LicenseDecision.Granted.class);
            assertThat(look(once))
                    .as("%s has got its license", once)
                    .isEqualTo(new LicenseLook.Refused(Reason.REPLAYED));
            assertThat(acquire(once)).isEqualTo(new LicenseDecision.Refused(Reason.REPLAYED));
        }
        assertThat(look(new Once.Session(UUID.randomUUID()))).isInstanceOf(LicenseLook.Seen.class);
    }

    @Test
    void d11_of_each_look_is_a_row_of_the_audit() {
        look(new Once.Session(UUID.randomUUID()));
        assertThat(audited).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.RIGHTS_SHOWN);
            assertThat(entry.isGranted()).isTrue();
        });
    }
}
