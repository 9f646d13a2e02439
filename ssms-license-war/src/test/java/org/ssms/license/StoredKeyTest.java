package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.license.LicenseFixtures.ALICE;
import static org.ssms.license.LicenseFixtures.CALLER;
import static org.ssms.license.LicenseFixtures.MANIFEST;
import static org.ssms.license.LicenseFixtures.NOON;
import static org.ssms.license.LicenseFixtures.deposit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.KeyDeposit;

class StoredKeyTest {
    @TempDir
    Path directory;

    private KeyEncryptionKey kek;
    private final KeyDeposit deposit = deposit();

    @BeforeEach
    void make_key_encryption_key() throws Exception {
        kek = LicenseFixtures.kek(directory, "kek");
    }

    @Test
    void the_stored_key_opens_to_the_deposited_one() {
        try (MessageKey opened = new StoredKey(deposit, kek, NOON).open(kek)) {
            assertThat(opened.id()).isEqualTo(deposit.key().id());
            assertThat(opened.revealForDeposit()).isEqualTo(deposit.key().revealForDeposit());
        }
    }

    @Test
    void the_stored_key_does_not_open_under_another_key_encryption_key() throws Exception {
        StoredKey stored = new StoredKey(deposit, kek, NOON);
        KeyEncryptionKey other = LicenseFixtures.kek(directory, "other");
        assertThatThrownBy(() -> stored.open(other)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_same_deposit_again_is_recognised() {
        assertThat(new StoredKey(deposit, kek, NOON).isRepeatedBy(deposit, kek)).isTrue();
    }

    @Test
    void a_deposit_with_another_key_owner_caller_or_message_is_another() {
        StoredKey stored = new StoredKey(deposit, kek, NOON);
        MessageKey key = deposit.key();
        MessageKey sameNameOtherKey = MessageKey.of(key.id(), new byte[MessageKey.BYTES]);
        MessageId id = deposit.messageId();
        MessageId otherId = MessageId.generate(new SecureRandom());
        assertThat(stored.isRepeatedBy(new KeyDeposit(id, sameNameOtherKey, ALICE, CALLER, null), kek))
                .isFalse();
        assertThat(stored.isRepeatedBy(new KeyDeposit(id, key, "bob", CALLER, null), kek))
                .isFalse();
        assertThat(stored.isRepeatedBy(new KeyDeposit(id, key, ALICE, "sip:eve@example.com", null), kek))
                .isFalse();
        assertThat(stored.isRepeatedBy(new KeyDeposit(otherId, key, ALICE, CALLER, null), kek))
                .isFalse();
    }

    @Test
    void who_says_the_control_code_is_the_sender_of_that_message_only() {
        StoredKey stored = LicenseFixtures.registered(deposit, kek);
        String mine = Origin.controlling(deposit.messageId());
        assertThat(stored.isSentBy(mine)).as("before there is a code").isFalse();
        assertThat(stored.isControlledBy("hash")).isFalse();
        stored.controlBy("hash");
        assertThat(stored.isControlledBy("hash")).isTrue();
        assertThat(stored.isControlledBy("other")).isFalse();
        assertThat(stored.isSentBy(mine)).isTrue();
        assertThat(stored.isSentBy(Origin.controlling(MessageId.generate(new SecureRandom()))))
                .isFalse();
        assertThat(stored.isSentBy(deposit.messageId().value())).isFalse();
        assertThat(stored.isSentBy("hash")).isFalse();
    }

    @Test
    void a_message_is_there_for_its_sender_when_it_is_finished_and_after_his_recall_but_not_after_its_destruction() {
        StoredKey stored = new StoredKey(deposit, kek, NOON);
        assertThat(stored.isThereForSender()).isFalse();
        stored.register(deposit.messageId(), MANIFEST);
        assertThat(stored.isThereForSender()).isTrue();
        stored.recall(NOON);
        assertThat(stored.isThereForSender()).isTrue();
        StoredKey destroyed = LicenseFixtures.registered(deposit(), kek);
        destroyed.destroy(NOON);
        assertThat(destroyed.isThereForSender()).isFalse();
    }

    @Test
    void there_is_no_license_before_the_manifest_is_registered() {
        StoredKey stored = new StoredKey(deposit, kek, NOON);
        assertThat(stored.obstacle()).isEqualTo(Reason.NOT_REGISTERED);
        assertThat(stored.register(deposit.messageId(), MANIFEST)).isTrue();
        assertThat(stored.obstacle()).isNull();
        assertThat(stored.manifestSha256()).isEqualTo(MANIFEST);
    }

    @Test
    void a_manifest_is_registered_once_and_the_same_again_is_harmless() {
        StoredKey stored = LicenseFixtures.registered(deposit, kek);
        byte[] other = MANIFEST.clone();
        Arrays.fill(other, (byte) 1);
        assertThat(stored.register(deposit.messageId(), MANIFEST)).isTrue();
        assertThat(stored.register(deposit.messageId(), other)).isFalse();
        assertThat(stored.manifestSha256()).isEqualTo(MANIFEST);
    }

    @Test
    void a_manifest_of_another_message_is_refused() {
        StoredKey stored = new StoredKey(deposit, kek, NOON);
        assertThat(stored.register(MessageId.generate(new SecureRandom()), MANIFEST))
                .isFalse();
        assertThat(stored.obstacle()).isEqualTo(Reason.NOT_REGISTERED);
    }

    @Test
    void a_destroyed_key_is_gone_for_good() {
        StoredKey stored = LicenseFixtures.registered(deposit, kek);
        stored.destroy(NOON);
        stored.destroy(NOON.plusSeconds(1));
        assertThat(stored.obstacle()).isEqualTo(Reason.DESTROYED);
        assertThat(stored.isRepeatedBy(deposit, kek)).isFalse();
        assertThat(stored.register(deposit.messageId(), MANIFEST)).isFalse();
        assertThatThrownBy(() -> stored.open(kek)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_recalled_key_is_destroyed_and_its_holders_are_told_why() {
        StoredKey stored = LicenseFixtures.registered(deposit, kek);
        stored.recall(NOON);
        stored.recall(NOON.plusSeconds(1));
        assertThat(stored.obstacle()).isEqualTo(Reason.REVOKED);
        assertThat(stored.recalledAt()).isEqualTo(NOON);
        assertThatThrownBy(() -> stored.open(kek)).isInstanceOf(IllegalStateException.class);
        stored.destroy(NOON.plusSeconds(2));
        assertThat(stored.obstacle()).isEqualTo(Reason.REVOKED);
    }

    @Test
    void a_key_that_its_owner_destroyed_is_not_recalled_any_more() {
        StoredKey stored = LicenseFixtures.registered(deposit, kek);
        stored.destroy(NOON);
        stored.recall(NOON.plusSeconds(1));
        assertThat(stored.obstacle()).isEqualTo(Reason.DESTROYED);
        assertThat(stored.recalledAt()).isNull();
    }

    @Test
    void the_sender_is_who_has_proved_it_and_a_deposit_with_another_is_another() {
        KeyDeposit bobs = new KeyDeposit(deposit.messageId(), deposit.key(), ALICE, CALLER, "bob", null);
        StoredKey stored = new StoredKey(bobs, kek, NOON);
        assertThat(stored.isSentBy("bob")).isTrue();
        assertThat(stored.isSentBy(ALICE)).isFalse();
        assertThat(stored.isRepeatedBy(bobs, kek)).isTrue();
        assertThat(stored.isRepeatedBy(deposit, kek)).isFalse();
        assertThat(new StoredKey(deposit, kek, NOON).isSentBy("null")).isFalse();
    }
}
