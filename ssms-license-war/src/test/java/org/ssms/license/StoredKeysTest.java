package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.license.LicenseFixtures.ALICE;
import static org.ssms.license.LicenseFixtures.MANIFEST;
import static org.ssms.license.LicenseFixtures.NOON;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Refusal;
import org.ssms.license.session.Accounts;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** With a database of one key and the grant of its owner. */
class StoredKeysTest {
    private static final Origin MEDIA = new Origin(Origin.MEDIA_NODE, "127.0.0.1");
    private static final UsageRights TWO_PLAYS = UsageRights.UNLIMITED.with(Right.PLAYS, 2);
    private static final UsageRights NO_FORWARD = UsageRights.UNLIMITED.with(Right.FORWARD, 0);

    @TempDir
    Path directory;

    private final KeyDeposit deposit = LicenseFixtures.deposit();
    private final MessageId message = deposit.messageId();
    private final Grant root = Grant.root(deposit.key().id(), ALICE, UsageRights.UNLIMITED, NOON);
    private final List<Grant> roots = new ArrayList<>(List.of(root));
    private final Map<String, UserDefaults> defaults = new HashMap<>();
    private final List<AuditEntry> audited = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final StoredKeys keys = new StoredKeys();

    @BeforeEach
    void store() throws Exception {
        StoredKey stored = new StoredKey(deposit, LicenseFixtures.kek(directory, "kek"), NOON);
        inject("entities", fake(EntityManager.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "find" ->
                arguments[0] == UserDefaults.class
                        ? defaults.get(arguments[1])
                        : arguments[1].equals(stored.keyId().value()) ? stored : null;
            case "createQuery" -> query(arguments[1] == Grant.class ? roots : List.of());
            default -> throw new AssertionError(method);
        }));
        inject("kek", LicenseFixtures.kek(directory, "another"));
        inject("clock", Clock.fixed(NOON, ZoneOffset.UTC));
        inject("config", config(new RightsPolicy(UsageRights.UNLIMITED, TWO_PLAYS)));
        inject("accounts", new Accounts() {
            @Override
            public boolean isGone(String username) {
                return gone.contains(username);
            }
        });
        inject("audit", new AuditLog() {
            @Override
            public void record(AuditEntry entry) {
                audited.add(entry);
            }
        });
    }

    private static TypedQuery<?> query(List<?> found) {
        return fake(TypedQuery.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "setParameter" -> proxy;
            case "getResultList" -> found;
            case "getResultStream" -> found.stream();
            default -> throw new AssertionError(method);
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("NullAway") // of files nothing is asked
    static LicenseConfig config(RightsPolicy rights) {
        return new LicenseConfig(
                null,
                null,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                null,
                Optional.empty(),
                rights,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Optional.empty(),
                Optional.empty(),
                false,
                null,
                null,
                null,
                null,
                Optional.empty());
    }

    /** As the container does. */
    private void inject(String name, Object value) throws ReflectiveOperationException {
        Field field = StoredKeys.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(keys, value);
    }

    @Test
    void f4_37_what_the_caller_has_chosen_is_the_owners_as_far_as_it_is_allowed_and_audited() {
        assertThat(register(message, NO_FORWARD)).isNull();
        assertThat(root.rights()).isEqualTo(TWO_PLAYS.with(Right.FORWARD, 0));
        assertThat(audited)
                .containsExactly(
                        new AuditEntry(AuditEvent.RIGHTS_CHANGED, root.keyId(), message, root.id(), MEDIA, null),
                        manifest(message, null));
    }

    private Grant rootOf(String member) {
        return Grant.root(root.keyId(), member, UsageRights.UNLIMITED, NOON);
    }

    /** Bob's and carol's. */
    private void leaveForList() {
        roots.clear();
        roots.addAll(List.of(rootOf("bob"), rootOf("carol")));
    }

    @Test
    void of_a_list_it_is_each_members_and_the_list_among_the_users_stands_for_them() throws Exception {
        leaveForList();
        Grant bobs = roots.get(0);
        Grant carols = roots.get(1);
        UsageRights onlyCalled = NO_FORWARD.with(Right.USERS, Set.of(ALICE, "dave"));
        UsageRights both = TWO_PLAYS.with(Right.FORWARD, 0).with(Right.USERS, Set.of("bob", "carol", "dave"));
        assertThat(keys.foresee(root.keyId(), onlyCalled)).contains(new StoredKeys.Foreseen(both, both));
        assertThat(bobs.rights()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(register(message, onlyCalled)).isNull();
        assertThat(bobs.rights()).isEqualTo(both);
        assertThat(carols.rights()).isEqualTo(both);
        assertThat(audited)
                .containsExactly(
                        new AuditEntry(AuditEvent.RIGHTS_CHANGED, root.keyId(), message, bobs.id(), MEDIA, null),
                        new AuditEntry(AuditEvent.RIGHTS_CHANGED, root.keyId(), message, carols.id(), MEDIA, null),
                        manifest(message, null));
    }

    /** Otherwise bob, who wants to hear a message once at most, would rule what carol has. */
    @Test
    void the_caller_is_told_what_each_member_gets_for_certain_and_registers_what_anybody_may_get() throws Exception {
        leaveForList();
        defaultsOf("bob", UsageRights.UNLIMITED.with(Right.PLAYS, 1).with(Right.USERS, Set.of("bob")));
        defaultsOf("carol", UsageRights.UNLIMITED.with(Right.SAVE, false).with(Right.USERS, Set.of("carol")));
        UsageRights chosen = NO_FORWARD.with(Right.USERS, Set.of("bob", "carol"));
        UsageRights most = chosen.with(Right.PLAYS, 2);
        assertThat(keys.foresee(root.keyId(), chosen))
                .contains(
                        new StoredKeys.Foreseen(most, most.with(Right.PLAYS, 1).with(Right.SAVE, false)));
        assertThat(register(message, most)).isNull();
        assertThat(roots.get(0).rights()).isEqualTo(most.with(Right.PLAYS, 1).with(Right.USERS, Set.of("bob")));
        assertThat(roots.get(1).rights()).isEqualTo(most.with(Right.SAVE, false).with(Right.USERS, Set.of("carol")));
    }

    @Test
    void of_an_owner_what_he_gets_is_all_that_is_told() throws Exception {
        defaultsOf(ALICE, UsageRights.UNLIMITED.with(Right.PLAYS, 1));
        assertThat(keys.foresee(root.keyId(), NO_FORWARD))
                .contains(new StoredKeys.Foreseen(NO_FORWARD.with(Right.PLAYS, 1), null));
    }

    private void defaultsOf(String user, UsageRights called) {
        defaults.put(user, new UserDefaults(user, new DefaultRights(null, called)));
    }

    @Test
    void a_list_that_makes_the_users_too_many_is_refused_and_nothing_is_stored() {
        leaveForList();
        Set<String> names = IntStream.range(0, 99).mapToObj(i -> "user" + i).collect(Collectors.toSet());
        names.add(ALICE);
        UsageRights tooMany = UsageRights.UNLIMITED.with(Right.USERS, names);
        assertThatThrownBy(() -> keys.foresee(root.keyId(), tooMany)).isInstanceOf(TooManyUsersException.class);
        KeyDeposit other = new KeyDeposit(
                LicenseFixtures.deposit().messageId(),
                LicenseFixtures.deposit().key(),
                ALICE,
                List.of("bob", "carol"),
                LicenseFixtures.CALLER,
                null,
                tooMany);
        assertThat(keys.deposit(other, MEDIA)).isEqualTo(new DepositOutcome.Refused(Refusal.exceeding("users")));
        assertThat(register(message, tooMany)).isEqualTo(Reason.RIGHTS_EXCEEDED);
        assertThat(roots).allSatisfy(each -> assertThat(each.rights()).isEqualTo(UsageRights.UNLIMITED));
        assertThat(audited)
                .containsExactly(
                        new AuditEntry(
                                        AuditEvent.DEPOSIT,
                                        other.key().id(),
                                        other.messageId(),
                                        MEDIA,
                                        Reason.RIGHTS_EXCEEDED)
                                .because("users"),
                        manifest(message, Reason.RIGHTS_EXCEEDED).because("users"));
        assertThat(register(message, null)).as("it was not registered").isNull();
    }

    @Test
    void who_has_chosen_nothing_changes_no_rights() {
        assertThat(register(message, null)).isNull();
        assertThat(root.rights()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(audited).containsExactly(manifest(message, null));
    }

    @Test
    void the_first_time_counts() {
        register(message, NO_FORWARD);
        audited.clear();
        assertThat(register(message, TWO_PLAYS)).isNull();
        assertThat(root.rights()).isEqualTo(TWO_PLAYS.with(Right.FORWARD, 0));
        assertThat(audited).containsExactly(manifest(message, null));
    }

    @Test
    void what_is_registered_for_another_message_changes_no_rights() {
        MessageId other = MessageId.generate(new SecureRandom());
        assertThat(register(other, NO_FORWARD)).isEqualTo(Reason.CONFLICT);
        assertThat(root.rights()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(audited).containsExactly(manifest(other, Reason.CONFLICT));
    }

    private @Nullable Reason register(MessageId of, @Nullable UsageRights chosen) {
        Refusal refusal = keys.register(root.keyId(), new ManifestRegistration(of, MANIFEST, chosen), MEDIA);
        return refusal == null ? null : refusal.reason();
    }

    private AuditEntry manifest(MessageId of, @Nullable Reason refusal) {
        return new AuditEntry(AuditEvent.MANIFEST, root.keyId(), of, MEDIA, refusal);
    }
}
