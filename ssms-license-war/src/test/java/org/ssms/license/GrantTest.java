package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.LicenseFixtures.ALICE;
import static org.ssms.license.LicenseFixtures.NOON;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.UsageRights;

class GrantTest {
    @TempDir
    Path directory;

    private StoredKey key;

    @BeforeEach
    void deposit_a_key() throws Exception {
        key = LicenseFixtures.registered(LicenseFixtures.deposit(), LicenseFixtures.kek(directory, "kek"));
    }

    @Test
    void the_owner_plays_without_limit() {
        Grant grant = LicenseFixtures.grant(key, UsageRights.UNLIMITED);
        for (int i = 0; i < 1000; i++) {
            assertThat(grant.play(ALICE, NOON.plus(Duration.ofDays(i)))).isNull();
        }
        assertThat(grant.isCounted()).isFalse();
        assertThat(grant.rights()).isEqualTo(UsageRights.UNLIMITED);
    }

    @Test
    void a_stranger_does_not_learn_that_the_grant_was_revoked() {
        Grant grant = LicenseFixtures.grant(key, UsageRights.UNLIMITED);
        grant.revoke(NOON);
        assertThat(grant.play("bob", NOON)).isEqualTo(Reason.NOT_ENTITLED);
        assertThat(grant.play(ALICE, NOON)).isEqualTo(Reason.REVOKED);
    }

    @Test
    void the_play_after_the_last_one_is_refused() {
        Grant grant = LicenseFixtures.grant(key, rights(2, null, null, null));
        assertThat(grant.isCounted()).isTrue();
        assertThat(grant.play("bob", NOON)).isEqualTo(Reason.NOT_ENTITLED);
        assertThat(grant.play(ALICE, NOON)).isNull();
        assertThat(grant.play(ALICE, NOON)).isNull();
        assertThat(grant.play(ALICE, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    @Test
    void the_window_includes_both_its_ends_and_nothing_else() {
        Instant end = NOON.plusSeconds(60);
        Grant grant = LicenseFixtures.grant(key, rights(null, NOON, end, null));
        assertThat(grant.play(ALICE, NOON.minusMillis(1))).isEqualTo(Reason.NOT_YET);
        assertThat(grant.play(ALICE, NOON)).isNull();
        assertThat(grant.play(ALICE, end)).isNull();
        assertThat(grant.play(ALICE, end.plusMillis(1))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void the_time_to_play_runs_from_the_first_play() {
        Grant grant = LicenseFixtures.grant(key, rights(null, null, null, Duration.ofHours(1)));
        Instant first = NOON.plus(Duration.ofDays(30));
        assertThat(grant.play(ALICE, first)).isNull();
        assertThat(grant.play(ALICE, first.plus(Duration.ofHours(1)))).isNull();
        assertThat(grant.play(ALICE, first.plus(Duration.ofHours(1)).plusMillis(1)))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void a_holder_who_is_not_among_the_users_is_refused() {
        UsageRights bobOnly =
                new UsageRights(Set.of("bob"), null, null, null, null, null, null, null, null, null, null, null);
        assertThat(LicenseFixtures.grant(key, bobOnly).play(ALICE, NOON)).isEqualTo(Reason.NOT_ENTITLED);
    }

    @Test
    void every_right_survives_being_stored() {
        UsageRights all = new UsageRights(
                Set.of("alice", "bob"),
                3,
                NOON,
                NOON.plusSeconds(1),
                Duration.ofMinutes(5),
                2,
                true,
                false,
                true,
                false,
                true,
                MinDrm.SOFTWARE);
        assertThat(LicenseFixtures.grant(key, all).rights()).isEqualTo(all);
    }

    @Test
    void nobody_is_not_everybody() {
        UsageRights nobody =
                new UsageRights(Set.of(), null, null, null, null, null, null, null, null, null, null, null);
        assertThat(LicenseFixtures.grant(key, nobody).rights()).isEqualTo(nobody);
    }

    private static UsageRights rights(
            @Nullable Integer plays,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter,
            @Nullable Duration playFor) {
        return new UsageRights(null, plays, notBefore, notAfter, playFor, null, null, null, null, null, null, null);
    }
}
