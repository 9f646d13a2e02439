package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.grant.Grant;
import org.ssms.protect.key.MessageId;
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
    private final List<AuditEntry> audited = new ArrayList<>();
    private final StoredKeys keys = new StoredKeys();

    @BeforeEach
    void store() throws Exception {
        StoredKey stored = new StoredKey(deposit, LicenseFixtures.kek(directory, "kek"), NOON);
        inject("entities", fake(EntityManager.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "find" -> arguments[0] == StoredKey.class ? stored : null; // nobody has defaults
            case "createQuery" -> query(arguments[1] == Grant.class ? roots : List.of());
            default -> throw new AssertionError(method);
        }));
        inject("config", config(new RightsPolicy(UsageRights.UNLIMITED, TWO_PLAYS)));
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
            default -> throw new AssertionError(method);
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("NullAway") // of files nothing is asked
    private static LicenseConfig config(RightsPolicy rights) {
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
                null);
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

    @Test
    void of_a_list_it_is_each_members_and_the_list_among_the_users_stands_for_them() {
        Grant bobs = Grant.root(root.keyId(), "bob", UsageRights.UNLIMITED, NOON);
        Grant carols = Grant.root(root.keyId(), "carol", UsageRights.UNLIMITED, NOON);
        roots.clear();
        roots.addAll(List.of(bobs, carols));
        UsageRights onlyCalled = NO_FORWARD.with(Right.USERS, Set.of(ALICE, "dave"));
        UsageRights both = TWO_PLAYS.with(Right.FORWARD, 0).with(Right.USERS, Set.of("bob", "carol", "dave"));
        assertThat(keys.foresee(root.keyId(), onlyCalled)).contains(both);
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
        return keys.register(root.keyId(), new ManifestRegistration(of, MANIFEST, chosen), MEDIA);
    }

    private AuditEntry manifest(MessageId of, @Nullable Reason refusal) {
        return new AuditEntry(AuditEvent.MANIFEST, root.keyId(), of, MEDIA, refusal);
    }
}
