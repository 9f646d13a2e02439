package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.LicenseFixtures.ALICE;
import static org.ssms.license.LicenseFixtures.NOON;
import static org.ssms.license.LicenseFixtures.deposit;
import static org.ssms.license.LicenseFixtures.registered;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.Entitlement.Play;
import org.ssms.license.Entitlement.Resolution;
import org.ssms.license.LicenseRequest.Once;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class EntitlementTest {
    private static final String BOB = "bob";
    private static final NodeId NODE = new NodeId(new UUID(0, 7));
    private static final Once ONCE = new Once.Proof();
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private KeyEncryptionKey kek;
    private StoredKey one;
    private StoredKey two;

    @BeforeEach
    void deposit_two_messages_of_alice() throws Exception {
        kek = LicenseFixtures.kek(directory, "kek");
        one = registered(deposit(), kek);
        two = registered(deposit(), kek);
    }

    @Test
    void message_id_and_kid_lead_to_the_same_key() {
        assertThat(play(ALICE, one.messageId(), List.of(), owned(one))).isEqualTo("allowed " + one.keyId());
        assertThat(play(ALICE, null, List.of(one.keyId()), owned(one))).isEqualTo("allowed " + one.keyId());
        assertThat(play(ALICE, one.messageId(), List.of(one.keyId()), owned(one)))
                .isEqualTo("allowed " + one.keyId());
    }

    @Test
    void of_several_kids_only_the_message_s_own_is_released() {
        assertThat(play(ALICE, one.messageId(), List.of(two.keyId(), one.keyId()), owned(two), owned(one)))
                .isEqualTo("allowed " + one.keyId());
    }

    @Test
    void two_different_messages_of_the_owner_are_a_mismatch() {
        assertThat(play(ALICE, one.messageId(), List.of(two.keyId()), owned(one), owned(two)))
                .isEqualTo("MISMATCH");
        assertThat(play(ALICE, one.messageId(), List.of(deposit().key().id()), owned(one)))
                .isEqualTo("MISMATCH");
    }

    @Test
    void a_stranger_is_told_the_same_whatever_exists() {
        assertThat(told(play(BOB, one.messageId(), List.of()))).isEqualTo(404);
        assertThat(told(play(BOB, one.messageId(), List.of(), foreign(one)))).isEqualTo(404);
        assertThat(told(play(BOB, one.messageId(), List.of(two.keyId()), foreign(one), foreign(two))))
                .isEqualTo(404);
        assertThat(told(play(BOB, one.messageId(), List.of(two.keyId())))).isEqualTo(404);
    }

    @Test
    void a_mismatch_tells_the_owner_nothing_about_the_other_message() {
        String exists = play(ALICE, one.messageId(), List.of(two.keyId()), owned(one), foreign(two));
        String missing = play(ALICE, one.messageId(), List.of(two.keyId()), owned(one));
        assertThat(exists).isEqualTo(missing).isEqualTo("MISMATCH");
    }

    @Test
    void an_unfinished_or_destroyed_message_is_no_license_for_the_owner_too() {
        KeyDeposit deposit = deposit();
        StoredKey unfinished = new StoredKey(deposit, kek, NOON);
        one.destroy(NOON);
        assertThat(play(ALICE, unfinished.messageId(), List.of(), owned(unfinished)))
                .isEqualTo("NOT_REGISTERED");
        assertThat(play(ALICE, one.messageId(), List.of(), owned(one))).isEqualTo("DESTROYED");
        assertThat(play(ALICE, one.messageId(), List.of(two.keyId()), owned(one)))
                .isEqualTo("UNKNOWN_KEY");
    }

    @Test
    void of_several_grants_the_one_that_allows_is_used_and_none_counted_where_none_needs_to() {
        Lineage counted = LicenseFixtures.root(one, UsageRights.UNLIMITED.with(Right.PLAYS, 1));
        Lineage over = LicenseFixtures.root(one, UsageRights.UNLIMITED.with(Right.NOT_AFTER, NOON.minusSeconds(1)));
        Lineage free = LicenseFixtures.root(one, UsageRights.UNLIMITED);
        assertThat(play(ALICE, one.messageId(), List.of(), new Entitlement(one, List.of(over, counted, free))))
                .isEqualTo("allowed " + one.keyId());
        assertThat(counted.current().get(Right.PLAYS)).isEqualTo(1);
        assertThat(play(ALICE, one.messageId(), List.of(), new Entitlement(one, List.of(over, counted))))
                .isEqualTo("allowed " + one.keyId());
        assertThat(counted.current().get(Right.PLAYS)).isZero();
        assertThat(play(ALICE, one.messageId(), List.of(), new Entitlement(one, List.of(over, counted))))
                .isEqualTo("PLAYS_EXHAUSTED");
    }

    @Test
    void of_two_counted_grants_the_one_that_ends_first_is_used_first() {
        Lineage later = LicenseFixtures.root(one, UsageRights.UNLIMITED.with(Right.PLAYS, 1));
        Lineage sooner = LicenseFixtures.root(
                one, UsageRights.UNLIMITED.with(Right.PLAYS, 1).with(Right.NOT_AFTER, NOON.plusSeconds(60)));
        Entitlement both = new Entitlement(one, List.of(later, sooner));
        assertThat(play(ALICE, one.messageId(), List.of(), both)).isEqualTo("allowed " + one.keyId());
        assertThat(sooner.current().get(Right.PLAYS)).isZero();
        assertThat(later.current().get(Right.PLAYS)).isEqualTo(1);
        assertThat(play(ALICE, one.messageId(), List.of(), both)).isEqualTo("allowed " + one.keyId());
        assertThat(play(ALICE, one.messageId(), List.of(), both)).isEqualTo("PLAYS_EXHAUSTED");
    }

    @Test
    void a_license_tells_the_plays_that_are_left_this_one_among_them() {
        Lineage grant = LicenseFixtures.root(one, UsageRights.UNLIMITED.with(Right.PLAYS, 2));
        LicenseRequest request = requestBy(ALICE);
        for (int left = 2; left > 0; left--) {
            assertThat(allowed(request, grant).rights().get(Right.PLAYS)).isEqualTo(left);
        }
    }

    @Test
    void t6_a_play_that_counts_somewhere_above_ends_after_an_hour_whatever_the_rights_say_and_no_other_does()
            throws Exception {
        UsageRights twice = UsageRights.UNLIMITED.with(Right.PLAYS, 2);
        UsageRights timed = UsageRights.UNLIMITED
                .with(Right.PLAY_FOR, Duration.ofMinutes(1))
                .with(Right.NOT_AFTER, NOON.plusSeconds(7));
        assertThat(allowed(requestBy(ALICE), LicenseFixtures.root(one, UsageRights.UNLIMITED))
                        .lease()
                        .playEndsAt())
                .isNull();
        assertThat(allowed(requestBy(ALICE), LicenseFixtures.root(one, timed))
                        .lease()
                        .playEndsAt())
                .isNull();
        for (UsageRights counted : List.of(twice, timed.with(Right.PLAYS, 1))) {
            Play allowed = allowed(requestBy(ALICE), LicenseFixtures.root(one, counted));
            assertThat(allowed.lease().playEndsAt()).isEqualTo(NOON.plus(HOUR));
            assertThat(allowed.rights().get(Right.NOT_AFTER)).isEqualTo(counted.get(Right.NOT_AFTER));
        }
        Grant root = Grant.root(one.keyId(), ALICE, twice, NOON);
        Grant child = Lineage.of(root, List.of(root), id -> root)
                .forward(new GrantRequest(BOB, UsageRights.UNLIMITED, true, false), NOON);
        assertThat(child.rights().get(Right.PLAYS)).isNull();
        Lineage shared = Lineage.of(child, List.of(child), id -> root);
        assertThat(allowed(requestBy(BOB), shared).lease().playEndsAt()).isEqualTo(NOON.plus(HOUR));
    }

    private Play allowed(LicenseRequest request, Lineage grant) {
        List<Entitlement> candidates = List.of(new Entitlement(one, List.of(grant)));
        return ((Resolution.Allowed) Entitlement.resolve(request, candidates, NOON)).count(NODE, HOUR, NOON);
    }

    private LicenseRequest requestBy(String user) {
        return new LicenseRequest(one.messageId(), List.of(), Set.of(KeyUse.CENC), ONCE, user, false, "127.0.0.1");
    }

    private static int told(String reason) {
        return switch (Reason.valueOf(reason)) {
            case UNKNOWN_KEY, NOT_ENTITLED -> 404;
            default -> 0;
        };
    }

    private static Entitlement owned(StoredKey key) {
        return new Entitlement(key, List.of(LicenseFixtures.root(key, UsageRights.UNLIMITED)));
    }

    /** As the query gives it for somebody without a grant. */
    private static Entitlement foreign(StoredKey key) {
        return new Entitlement(key, List.of());
    }

    private static String play(
            String requester, @Nullable MessageId messageId, List<KeyId> keyIds, Entitlement... candidates) {
        LicenseRequest request =
                new LicenseRequest(messageId, keyIds, Set.of(KeyUse.CENC), ONCE, requester, false, "127.0.0.1");
        Resolution resolution = Entitlement.resolve(request, List.of(candidates), NOON);
        if (resolution instanceof Resolution.Allowed allowed) {
            allowed.count(NODE, HOUR, NOON);
            return "allowed " + allowed.key().keyId();
        }
        return ((Resolution.Refused) resolution).reason().name();
    }
}
