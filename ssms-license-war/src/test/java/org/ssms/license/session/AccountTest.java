package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.LicenseFixtures;
import org.ssms.license.session.AccountsFile.Line;
import org.ssms.protect.key.KeyEncryptionKey;

/** What an account keeps of the accounts file. */
class AccountTest {
    private static final String A1 = "0".repeat(64);
    private static final String OTHER_A1 = "1".repeat(64);
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @TempDir
    Path directory;

    private KeyEncryptionKey kek;

    @BeforeEach
    void load_a_key() throws Exception {
        kek = LicenseFixtures.kek(directory, "kek");
    }

    @Test
    void an_account_without_a_hash_for_digest_has_none() {
        Account alice = Account.subscriber(new Line("alice", "hash", null), kek);
        assertThat(alice.hasDigest()).isFalse();
        assertThat(alice.digestA1(kek)).isEmpty();
    }

    @Test
    void the_hash_for_digest_opens_with_its_key_only() throws Exception {
        Account alice = Account.subscriber(new Line("alice", "hash", A1), kek);
        assertThat(alice.digestA1(kek)).contains(A1);
        assertThat(alice.digestA1(LicenseFixtures.kek(directory, "other"))).isEmpty();
    }

    @Test
    void another_password_or_another_hash_for_digest_ends_everything_and_a_first_one_does_not() {
        Account alice = Account.subscriber(new Line("alice", "hash", null), kek);
        alice.update(new Line("alice", "hash", A1), kek);
        assertThat(alice.version()).isZero();
        alice.update(new Line("alice", "hash", A1), kek);
        assertThat(alice.version()).isZero();
        alice.update(new Line("alice", "hash", OTHER_A1), kek);
        assertThat(alice.version()).isEqualTo(1);
        assertThat(alice.digestA1(kek)).contains(OTHER_A1);
        alice.update(new Line("alice", "another", null), kek);
        assertThat(alice.version()).isEqualTo(2);
        assertThat(alice.hasDigest()).isFalse();
    }

    @Test
    void it_is_told_when_anything_changes_by_which_he_gets_in() throws Exception {
        Account alice = Account.subscriber(new Line("alice", "hash", null), kek);
        assertThat(alice.update(new Line("alice", "hash", null), kek)).isFalse();
        assertThat(alice.update(new Line("alice", "hash", A1), kek)).isTrue();
        assertThat(alice.update(new Line("alice", "hash", A1), kek)).isFalse();
        assertThat(alice.update(new Line("alice", "hash", OTHER_A1), kek)).isTrue();
        assertThat(alice.update(new Line("alice", "another", OTHER_A1), kek)).isTrue();
        KeyEncryptionKey next = LicenseFixtures.kek(directory, "next");
        assertThat(alice.update(new Line("alice", "another", OTHER_A1), next))
                .as("the same under another key of ours")
                .isFalse();
        assertThat(alice.update(new Line("alice", "another", null), next)).isTrue();
        Account guest = Account.guest("mailto:a@b.example", "hash");
        assertThat(guest.update(new Line("mailto:a@b.example", "hash", null), kek))
                .as("a subscriber now")
                .isTrue();
    }

    @Test
    void a_hash_that_no_longer_opens_is_taken_over_anew_from_the_file() throws Exception {
        Account alice = Account.subscriber(new Line("alice", "hash", A1), kek);
        KeyEncryptionKey next = LicenseFixtures.kek(directory, "next");
        alice.update(new Line("alice", "hash", A1), next);
        assertThat(alice.digestA1(next)).contains(A1);
        assertThat(alice.version()).isZero();
    }

    @Test
    void the_account_of_nobody_always_has_a_hash_that_opens() throws Exception {
        Account nobody = Account.decoy("hash", A1, kek);
        nobody.keepDigest(OTHER_A1, kek);
        assertThat(nobody.digestA1(kek)).contains(A1);
        KeyEncryptionKey next = LicenseFixtures.kek(directory, "next");
        nobody.keepDigest(OTHER_A1, next);
        assertThat(nobody.digestA1(next)).contains(OTHER_A1);
    }

    @Test
    void a_password_that_was_set_here_stays_when_the_file_has_the_one_of_before_still() {
        Account alice = Account.subscriber(new Line("alice", "hash", A1), kek);
        alice.setPassword("own");
        assertThat(alice.version()).isEqualTo(1);
        assertThat(alice.hasDigest()).as("of the password of before").isFalse();
        alice.update(new Line("alice", "hash", A1), kek);
        assertThat(alice.passwordHash()).isEqualTo("own");
        assertThat(alice.hasDigest()).isFalse();
        alice.setPassword("own again");
        alice.update(new Line("alice", "hash", A1), kek);
        assertThat(alice.passwordHash()).isEqualTo("own again");
    }

    @Test
    void another_line_of_the_file_goes_before_a_password_and_a_secret_that_were_set_here() {
        Account alice = Account.subscriber(new Line("alice", "hash", null), kek);
        alice.reset("nobody's", "secret", LATER);
        alice.update(new Line("alice", "another", A1), kek);
        assertThat(alice.passwordHash()).isEqualTo("another");
        assertThat(alice.secretHash(NOW)).isNull();
        assertThat(alice.digestA1(kek)).contains(A1);
        assertThat(alice.version()).isEqualTo(2);
    }

    @Test
    void a_secret_is_good_until_its_time_is_over_or_a_password_is_set() {
        Account alice = Account.made("alice", "alice@example.com", "nobody's", NOW);
        assertThat(alice.secretHash(NOW)).isNull();
        alice.reset("nobody's", "secret", LATER);
        assertThat(alice.secretHash(NOW)).isEqualTo("secret");
        assertThat(alice.secretHash(LATER)).isNull();
        alice.setPassword("own");
        assertThat(alice.secretHash(NOW)).isNull();
    }

    @Test
    void what_was_handed_out_before_an_account_was_disabled_is_not_good_again() {
        Account alice = Account.subscriber(new Line("alice", "hash", null), kek);
        alice.enable(false);
        alice.enable(false);
        assertThat(alice.isEnabled()).isFalse();
        assertThat(alice.version()).isEqualTo(1);
        alice.enable(true);
        assertThat(alice.isEnabled()).isTrue();
        assertThat(alice.version()).isEqualTo(2);
    }

    @Test
    void a_deleted_account_does_not_come_back_by_the_file() {
        Account alice = Account.subscriber(new Line("alice", "hash", A1), kek);
        alice.delete("nobody's", NOW);
        alice.update(new Line("alice", "another", A1), kek);
        assertThat(alice.isDeleted()).isTrue();
        assertThat(alice.isEnabled()).isFalse();
        assertThat(alice.isSubscriber()).isFalse();
        assertThat(alice.passwordHash()).isEqualTo("nobody's");
        assertThat(alice.hasDigest()).isFalse();
    }
}
