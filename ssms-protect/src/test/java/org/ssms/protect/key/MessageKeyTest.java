package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.MESSAGE_ID;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.protect.Fixtures;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.UsageRights;

class MessageKeyTest {
    private static final byte[] SEED = "a seed of the domain, 32 bytes..".getBytes(US_ASCII);

    @Test
    void derivation_is_hkdf_with_the_key_id_as_salt() {
        MessageKey key = Fixtures.key();
        assertThat(key.derive(KeyUse.CENC, 0).revealKey())
                .isEqualTo(Hkdf.derive(Fixtures.keyBytes(), KID.toBytes(), "cenc".getBytes(US_ASCII), 16));
        byte[] srtp = Hkdf.derive(Fixtures.keyBytes(), KID.toBytes(), new byte[] {'s', 'r', 't', 'p', 1}, 30);
        DerivedKey derived = key.derive(KeyUse.SRTP, 1);
        assertThat(derived.revealKey()).isEqualTo(Arrays.copyOf(srtp, 16));
        assertThat(derived.revealSalt()).isEqualTo(Arrays.copyOfRange(srtp, 16, 30));
    }

    @Test
    void derived_keys_are_pinned() {
        // computed apart from this code, with Python's hmac: a change of the hierarchy would orphan stored messages
        assertThat(HexFormat.of()
                        .formatHex(Fixtures.key().derive(KeyUse.CENC, 0).revealKey()))
                .isEqualTo("d364c0c6464c0006e3182efffe76a9e1");
        assertThat(HexFormat.of()
                        .formatHex(Fixtures.key().derive(KeyUse.SRTP, 1).revealKey()))
                .isEqualTo("b6cc0b164eb657aeada8c0da1f6d47ec");
        assertThat(HexFormat.of()
                        .formatHex(Fixtures.key().derive(KeyUse.SRTP, 1).revealSalt()))
                .isEqualTo("572b50b7e4e2be57a0ee42ed020c");
    }

    @Test
    void tracks_and_uses_have_keys_of_their_own() {
        MessageKey key = Fixtures.key();
        assertThat(key.derive(KeyUse.SRTP, 1).revealKey())
                .isNotEqualTo(key.derive(KeyUse.SRTP, 2).revealKey())
                .isNotEqualTo(key.derive(KeyUse.CENC, 1).revealKey());
    }

    @Test
    void random_keys_differ() {
        SecureRandom random = new SecureRandom();
        MessageKey one = MessageKey.generate(random);
        MessageKey two = MessageKey.generate(random);
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(one.revealForDeposit()).hasSize(16).isNotEqualTo(two.revealForDeposit());
    }

    @Test
    void a_seed_gives_the_same_key_for_the_same_id_only() {
        KeyId other = KeyId.generate(new SecureRandom());
        byte[] key = MessageKey.seeded(SEED, KID).revealForDeposit();
        assertThat(MessageKey.seeded(SEED, KID).revealForDeposit()).isEqualTo(key);
        assertThat(MessageKey.seeded(SEED, other).revealForDeposit()).isNotEqualTo(key);
        assertThatThrownBy(() -> MessageKey.seeded(new byte[15], KID)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_key_refuses_use() {
        MessageKey key = Fixtures.key();
        DerivedKey derived = key.derive(KeyUse.SRTP, 1);
        key.close();
        derived.close();
        assertThatThrownBy(key::revealForDeposit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.derive(KeyUse.CENC, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(derived::revealKey).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(derived::revealSalt).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(derived::toAesKey).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_type_prints_or_serialises_key_bytes() {
        MessageKey key = Fixtures.key();
        DerivedKey derived = key.derive(KeyUse.SRTP, 1);
        LicenseDocument license = LicenseDocument.of(
                MESSAGE_ID,
                key,
                EnumSet.of(KeyUse.CENC, KeyUse.SRTP),
                UsageRights.UNLIMITED,
                Fixtures.LEASE,
                new byte[32]);
        KeyDeposit deposit = new KeyDeposit(MESSAGE_ID, key, "alice", "sip:bob@example.org", null);
        ServiceKey service = ServiceKey.parse("c2VydmljZS1rZXktZm9yLXRlc3Rz");
        List<byte[]> secrets = List.of(
                key.revealForDeposit(),
                derived.revealKey(),
                derived.revealSalt(),
                key.derive(KeyUse.CENC, 0).revealKey());
        for (Object holder : List.of(key, derived, license, deposit, service)) {
            String text = holder.toString();
            for (byte[] secret : secrets) {
                assertThat(text)
                        .doesNotContain(HexFormat.of().formatHex(secret))
                        .doesNotContain(Arrays.toString(secret))
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret))
                        .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            }
            assertThat(text).doesNotContain("c2VydmljZS1rZXktZm9yLXRlc3Rz");
            assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(holder))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void keys_are_not_compared_by_their_bytes() {
        assertThat(Fixtures.key()).isNotEqualTo(Fixtures.key());
    }
}
