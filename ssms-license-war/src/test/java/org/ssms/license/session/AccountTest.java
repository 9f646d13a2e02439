package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
