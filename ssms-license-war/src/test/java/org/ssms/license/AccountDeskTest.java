package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.login.Account;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.MadeAt;
import org.ssms.license.grant.Grant;
import org.ssms.license.session.AccountDesk;
import org.ssms.license.session.AccountDesk.Entry;
import org.ssms.license.session.AccountDesk.Secret;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.ControlCodes;
import org.ssms.license.session.Pins;
import org.ssms.license.session.SecretHashes;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MacKey;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.UsageRights;

/** What operators and owners do with accounts, in a real database. */
class AccountDeskTest {
    private static final Origin OPERATOR = Origin.operator("olga", "127.0.0.1");
    private static final Origin MEDIA = new Origin(Origin.MEDIA_NODE, "127.0.0.1");
    private static final String MAIL = "alice@example.com";
    private static final char[] PASSWORD = "rainy tuesday pelican".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    private final JdbcDataSource database = new JdbcDataSource();
    private final AccountTable table = new AccountTable(() -> database);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final AccountDesk desk = new AccountDesk();
    private final Accounts accounts = new Accounts();
    private final List<String> audited = Collections.synchronizedList(new ArrayList<>());
    private final AuditLog audit = new AuditLog() {
        @Override
        public void record(AuditEntry entry) {
            audited.add(entry.event() + " " + entry.origin().actor()
                    + (entry.recipient() == null ? "" : " " + entry.recipient())
                    + (entry.isGranted() ? "" : " " + entry.reason()));
        }
    };
    private final SecretHashes hashes = new SecretHashes(secret -> hash("s", secret), password -> hash("p", password));
    private EntityManagerFactory unit;
    private EntityManager entities;
    private KeyEncryptionKey kek;

    @BeforeEach
    void open() throws Exception {
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
        kek = LicenseFixtures.kek(directory, "kek");
        Departures departures = new Departures();
        inject(departures, Map.of("entities", entities, "clock", clock, "audit", audit));
        inject(accounts, Map.of("entities", entities, "kek", kek));
        inject(
                desk,
                Map.of(
                        "entities",
                        entities,
                        "departures",
                        departures,
                        "hashes",
                        hashes,
                        "audit",
                        audit,
                        "clock",
                        clock));
        transaction(() -> {
            try {
                accounts.load(Optional.empty());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        });
    }

    @AfterEach
    void close() {
        entities.close();
        unit.close();
    }

    /** As the container does. */
    private static void inject(Object bean, Map<String, Object> values) throws ReflectiveOperationException {
        for (Map.Entry<String, Object> value : values.entrySet()) {
            Field field = bean.getClass().getDeclaredField(value.getKey());
            field.setAccessible(true);
            field.set(bean, value.getValue());
        }
    }

    private <T> T transaction(Supplier<T> deed) {
        entities.getTransaction().begin();
        T result = deed.get();
        entities.getTransaction().commit();
        entities.clear();
        return result;
    }

    private static String hash(String kind, char[] secret) {
        return "$2a$10$" + kind + new String(secret);
    }

    private Secret made() {
        return transaction(() -> desk.create("alice", MAIL, OPERATOR)).orElseThrow();
    }

    @Test
    void a_new_account_has_no_password_but_a_secret_for_three_days() {
        Secret secret = made();
        assertThat(secret.text()).matches("[a-z0-9]{5}(-[a-z0-9]{5}){3}");
        assertThat(secret).asString().doesNotContain(secret.text());
        assertThat(secret.until()).isEqualTo(clock.instant().plus(Duration.ofDays(3)));
        assertThat(transaction(() -> desk.create("alice", MAIL, OPERATOR))).isEmpty();
        assertThat(desk.list("", 10)).containsExactly(new Entry("alice", true, MAIL, clock.instant(), secret.until()));
        assertThat(desk.list("alice", 10)).isEmpty();
        assertThat(desk.find("alice")).isPresent();
        assertThat(desk.find(AccountTable.STAND_IN)).isEmpty();
        assertThat(accounts.version("alice")).isPresent();

        Account door = desk.withSecret("alice");
        assertThat(door.passwordHash()).isEqualTo(hash("s", secret.text().toCharArray()));
        assertThat(door.usable()).isTrue();
        assertThat(desk.withSecret("ghost").usable()).isFalse();
        clock.advance(Duration.ofDays(3));
        assertThat(desk.withSecret("alice").usable()).isFalse();
        assertThat(audited).containsExactly("ACCOUNT_CREATED operator:olga alice");
    }

    @Test
    void a_password_is_set_by_who_is_first_with_a_secret_and_not_again() {
        made();
        long version = desk.withSecret("alice").version();
        assertThat(set(version, true)).isTrue();
        assertThat(set(version, true)).as("the account has another version").isFalse();
        assertThat(desk.withSecret("alice").usable()).isFalse();
        long later = accounts.version("alice").orElseThrow();
        assertThat(later).isEqualTo(version + 1);
        assertThat(set(later, true)).as("there is no secret").isFalse();
        assertThat(set(later, false)).isTrue();
        assertThat(audited)
                .containsExactly(
                        "ACCOUNT_CREATED operator:olga alice",
                        "PASSWORD_SET alice",
                        "PASSWORD_SET alice CONFLICT",
                        "PASSWORD_SET alice CONFLICT",
                        "PASSWORD_SET alice");
    }

    private boolean set(long version, boolean bySecret) {
        return transaction(() -> desk.setPassword("alice", version, bySecret, PASSWORD, "192.0.2.1"));
    }

    @Test
    void who_is_disabled_comes_in_nowhere_and_sets_no_password() {
        made();
        long version = desk.withSecret("alice").version();
        assertThat(transaction(() -> desk.enable("alice", false, OPERATOR))).isTrue();
        assertThat(accounts.version("alice")).isEmpty();
        assertThat(desk.withSecret("alice").usable()).isFalse();
        assertThat(set(version, true)).isFalse();
        assertThat(table.isShut("alice")).isTrue();
        assertThat(transaction(() -> desk.enable("alice", true, OPERATOR))).isTrue();
        assertThat(accounts.version("alice")).hasValue(version + 2);
        assertThat(transaction(() -> desk.enable("ghost", true, OPERATOR))).isFalse();
        assertThat(transaction(() -> desk.enable(AccountTable.STAND_IN, false, OPERATOR)))
                .isFalse();
    }

    @Test
    void a_reset_takes_password_and_pin_away() {
        Secret first = made();
        set(desk.withSecret("alice").version(), true);
        sql("insert into phone_pin (username, hash, set_at) values ('alice', 'x', current_timestamp)");
        long known = accounts.version("alice").orElseThrow();
        MadeAt phonePassword = new MadeAt(known, clock.instant());
        assertThat(table.isShut("alice", phonePassword)).isFalse();
        assertThat(table.resets()).as("making it is no reset").isEmpty();
        Secret second = transaction(() -> desk.reset("alice", OPERATOR)).orElseThrow();
        assertThat(second.text()).isNotEqualTo(first.text());
        assertThat(desk.withSecret("alice").passwordHash())
                .isEqualTo(hash("s", second.text().toCharArray()));
        assertThat(count("phone_pin")).isZero();
        assertThat(table.isShut("alice", phonePassword)).isTrue();
        assertThat(table.resets()).isEqualTo(Map.of("alice", new AccountTable.Reset(known + 1, clock.instant())));
        assertThat(number("select count(distinct password_hash) from account"))
                .as("nobody's")
                .isEqualTo(1);
        assertThat(transaction(() -> desk.reset("ghost", OPERATOR))).isEmpty();
    }

    @Test
    void of_who_is_deleted_messages_are_dead_grants_taken_back_and_the_name_stays_taken() {
        made();
        sql("insert into rights_default (username, rights) values ('alice', '{}')");
        StoredKey own = left("alice", "alice", "bob");
        StoredKey ofList = left("sales", "alice", "bob");
        StoredKey ofBob = left("bob", "bob");
        assertThat(transaction(() -> desk.delete("alice", OPERATOR))).isTrue();

        assertThat(key(own).obstacle()).isEqualTo(Reason.DESTROYED);
        assertThat(key(ofList).obstacle()).isNull();
        assertThat(key(ofBob).obstacle()).isNull();
        assertThat(revoked(ofList)).containsExactly("alice");
        assertThat(revoked(ofBob)).isEmpty();
        assertThat(count("rights_default")).isZero();
        assertThat(count("account_role")).isZero();
        assertThat(table.shut()).isEqualTo(Map.of("alice", true));
        assertThat(table.newcomers(Instant.EPOCH)).isEmpty();
        assertThat(desk.find("alice")).isEmpty();
        assertThat(desk.list("", 10)).isEmpty();
        assertThat(transaction(() -> desk.create("alice", MAIL, OPERATOR))).isEmpty();
        assertThat(transaction(() -> desk.delete("alice", OPERATOR))).isFalse();
        assertThat(transaction(() -> desk.enable("alice", true, OPERATOR))).isFalse();
        assertThat(audited)
                .containsExactly(
                        "ACCOUNT_CREATED operator:olga alice",
                        "DESTRUCTION operator:olga",
                        "REVOCATION operator:olga",
                        "ACCOUNT_DELETED operator:olga alice");
    }

    @Test
    void two_who_have_shared_with_each_other_may_be_deleted_at_once() throws Exception {
        made();
        transaction(() -> desk.create("bob", MAIL, OPERATOR));
        left("alice", "alice", "bob");
        left("bob", "bob", "alice");
        List<StoredKey> keys = entities.createQuery("select k from StoredKey k order by k.kid", StoredKey.class)
                .getResultList();
        entities.clear();
        try (EntityManager others = unit.createEntityManager()) {
            others.getTransaction().begin();
            lock(others, keys.get(0));
            Future<Boolean> deleted = inAnotherThread(
                    () -> transaction(() -> desk.delete(keys.get(1).owner(), OPERATOR)));
            assertThatThrownBy(() -> deleted.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            lock(others, keys.get(1)); // his own, for which he does not hold the door while he waits
            others.getTransaction().commit();
            assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(key(keys.get(1)).obstacle()).isEqualTo(Reason.DESTROYED);
        assertThat(revoked(keys.get(0))).containsExactly(keys.get(1).owner());
    }

    private static void lock(EntityManager by, StoredKey key) {
        assertThat(by.find(StoredKey.class, key.keyId().value(), LockModeType.PESSIMISTIC_WRITE))
                .isNotNull();
    }

    @Test
    void a_list_keeps_its_messages_whatever_is_done_with_an_account_of_its_name() {
        StoredKey ofList = left("sales", "alice", "bob");
        assertThat(transaction(() -> desk.create("sales", MAIL, OPERATOR))).isEmpty();
        transaction(() -> desk.create("support", MAIL, OPERATOR)); // before its first message
        StoredKey later = left("support", "alice", "bob");
        assertThat(transaction(() -> desk.delete("support", OPERATOR))).isTrue();
        assertThat(key(ofList).obstacle()).isNull();
        assertThat(key(later).obstacle()).isNull();
        assertThat(revoked(later)).isEmpty();
    }

    @Test
    void what_is_left_for_who_is_gone_is_not_taken_and_his_part_in_a_list_is_nobodys() throws Exception {
        made();
        transaction(() -> desk.delete("alice", OPERATOR));
        StoredKeys keys = storedKeys(entities);
        assertThat(transaction(() -> keys.deposit(deposit("alice"), MEDIA)))
                .isInstanceOf(DepositOutcome.Conflict.class);
        assertThat(transaction(() -> keys.deposit(deposit("sales", "alice"), MEDIA)))
                .isInstanceOf(DepositOutcome.Conflict.class);
        KeyDeposit ofList = deposit("sales", "alice", "bob");
        for (boolean isNew : new boolean[] {true, false}) {
            assertThat(transaction(() -> keys.deposit(ofList, MEDIA)))
                    .isInstanceOfSatisfying(
                            DepositOutcome.Stored.class,
                            stored -> assertThat(stored.isNew()).isEqualTo(isNew));
        }
        assertThat(holders(ofList.key().id())).containsExactly("bob");
        KeyDeposit ofBob = deposit("bob"); // who has no account here
        assertThat(transaction(() -> keys.deposit(ofBob, MEDIA))).isInstanceOf(DepositOutcome.Stored.class);
        assertThat(holders(ofBob.key().id())).containsExactly("bob");
    }

    @Test
    void a_message_that_is_being_left_is_stored_before_its_owner_goes_and_dies_with_him() throws Exception {
        made();
        KeyDeposit deposit = deposit("alice");
        try (EntityManager others = unit.createEntityManager()) {
            others.getTransaction().begin();
            assertThat(storedKeys(others).deposit(deposit, MEDIA)).isInstanceOf(DepositOutcome.Stored.class);
            Future<Boolean> deleted = inAnotherThread(() -> transaction(() -> desk.delete("alice", OPERATOR)));
            assertThatThrownBy(() -> deleted.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            others.getTransaction().commit();
            assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(entities.find(StoredKey.class, deposit.key().id().value()).obstacle())
                .isEqualTo(Reason.DESTROYED);
    }

    @Test
    void t12_a_pin_of_who_knew_the_password_does_not_survive_the_reset_that_came_between() throws Exception {
        made();
        set(desk.withSecret("alice").version(), true);
        long proved = accounts.version("alice").orElseThrow();
        try (EntityManager others = unit.createEntityManager()) {
            Pins pins = pins(others);
            entities.getTransaction().begin();
            desk.reset("alice", OPERATOR); // not committed yet
            Future<Boolean> set = inAnotherThread(() -> {
                others.getTransaction().begin();
                boolean done = pins.set("alice", proved, "482917350648".toCharArray(), "192.0.2.1");
                others.getTransaction().commit();
                return done;
            });
            assertThatThrownBy(() -> set.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            entities.getTransaction().commit();
            entities.clear();
            assertThat(set.get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(count("phone_pin")).isZero();
        assertThat(audited).endsWith("PASSWORD_RESET operator:olga alice", "PIN_SET alice CONFLICT");
    }

    @Test
    void a_pin_is_set_by_who_has_proved_the_account_as_it_is() throws Exception {
        made();
        set(desk.withSecret("alice").version(), true);
        long proved = accounts.version("alice").orElseThrow();
        Pins pins = pins(entities);
        assertThat(transaction(() -> pins.set("alice", proved - 1, "482917350648".toCharArray(), "192.0.2.1")))
                .isFalse();
        assertThat(transaction(() -> pins.set("alice", proved, "482917350648".toCharArray(), "192.0.2.1")))
                .isTrue();
        assertThat(count("phone_pin")).isEqualTo(1);
        transaction(() -> desk.enable("alice", false, OPERATOR));
        assertThat(transaction(() -> pins.set("alice", proved + 1, "482917350648".toCharArray(), "192.0.2.1")))
                .isFalse();
        assertThat(transaction(() -> pins.set("ghost", 0, "482917350648".toCharArray(), "192.0.2.1")))
                .isFalse();
    }

    private Pins pins(EntityManager database) throws ReflectiveOperationException {
        Accounts checked = new Accounts();
        inject(checked, Map.of("entities", database));
        Pins pins = new Pins();
        inject(
                pins,
                Map.of(
                        "entities",
                        database,
                        "kek",
                        kek,
                        "accounts",
                        checked,
                        "hashes",
                        hashes,
                        "audit",
                        audit,
                        "clock",
                        clock));
        return pins;
    }

    private StoredKeys storedKeys(EntityManager database) throws ReflectiveOperationException {
        Accounts checked = new Accounts();
        inject(checked, Map.of("entities", database));
        StoredKeys keys = new StoredKeys();
        inject(
                keys,
                Map.of(
                        "entities",
                        database,
                        "kek",
                        kek,
                        "accounts",
                        checked,
                        "audit",
                        audit,
                        "clock",
                        clock,
                        "codes",
                        new ControlCodes(MacKey.generate(RANDOM), Duration.ofDays(1), clock),
                        "config",
                        StoredKeysTest.config(new RightsPolicy(UsageRights.UNLIMITED, UsageRights.UNLIMITED))));
        return keys;
    }

    private static KeyDeposit deposit(String owner, String... members) {
        return new KeyDeposit(
                MessageId.generate(RANDOM),
                MessageKey.generate(RANDOM),
                owner,
                List.of(members),
                "sip:carol@a.example",
                null,
                null);
    }

    private List<String> holders(KeyId key) {
        return entities.createQuery("select g.holder from Grant g where g.kid = :kid order by g.holder", String.class)
                .setParameter("kid", key.value())
                .getResultList();
    }

    private static <T> Future<T> inAnotherThread(Callable<T> deed) {
        FutureTask<T> task = new FutureTask<>(deed);
        Thread thread = new Thread(task, "another");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private StoredKey left(String owner, String... holders) {
        KeyDeposit deposit = new KeyDeposit(
                MessageId.generate(RANDOM), MessageKey.generate(RANDOM), owner, "sip:carol@a.example", null);
        StoredKey key = LicenseFixtures.registered(deposit, kek);
        return transaction(() -> {
            entities.persist(key);
            for (String holder : holders) {
                entities.persist(Grant.root(key.keyId(), holder, UsageRights.UNLIMITED, clock.instant()));
            }
            return key;
        });
    }

    private StoredKey key(StoredKey key) {
        return entities.find(StoredKey.class, key.keyId().value());
    }

    private List<String> revoked(StoredKey key) {
        return entities.createQuery(
                        "select g.holder from Grant g where g.kid = :kid and g.revokedAt is not null", String.class)
                .setParameter("kid", key.keyId().value())
                .getResultList();
    }

    private void sql(String statement) {
        transaction(() -> entities.createNativeQuery(statement).executeUpdate());
    }

    private long count(String name) {
        return number("select count(*) from " + name);
    }

    private long number(String query) {
        return ((Number) entities.createNativeQuery(query).getSingleResult()).longValue();
    }
}
