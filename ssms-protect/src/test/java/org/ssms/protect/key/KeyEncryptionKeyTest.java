package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.MESSAGE_ID;
import static org.ssms.protect.Fixtures.PASSWORD;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.Fixtures;

class KeyEncryptionKeyTest {
    private KeyEncryptionKey kek;

    @BeforeEach
    void load() throws IOException {
        kek = KeyEncryptionKey.load(Fixtures.keystore(), "PKCS12", PASSWORD, "kek1");
    }

    @Test
    void a_wrapped_key_opens_for_its_message_and_id() throws Exception {
        WrappedKey wrapped = kek.wrap(Fixtures.key(), MESSAGE_ID);
        assertThat(wrapped.kekId()).isEqualTo("kek1");
        assertThat(HexFormat.of().formatHex(wrapped.bytes()))
                .doesNotContain(HexFormat.of().formatHex(Fixtures.keyBytes()));
        assertThat(kek.unwrap(wrapped, KID, MESSAGE_ID).revealForDeposit()).isEqualTo(Fixtures.keyBytes());
    }

    @Test
    void it_opens_for_nothing_else() throws Exception {
        WrappedKey wrapped = kek.wrap(Fixtures.key(), MESSAGE_ID);
        SecureRandom random = new SecureRandom();
        assertRefused(wrapped, KeyId.generate(random), MESSAGE_ID);
        assertRefused(wrapped, KID, MessageId.generate(random));
        assertRefused(new WrappedKey("kek2", wrapped.bytes()), KID, MESSAGE_ID);
        assertRefused(new WrappedKey("kek1", new byte[3]), KID, MESSAGE_ID);
        KeyEncryptionKey other = KeyEncryptionKey.load(Fixtures.keystore(), "PKCS12", PASSWORD, "kek2");
        assertThatThrownBy(() -> other.unwrap(new WrappedKey("kek2", wrapped.bytes()), KID, MESSAGE_ID))
                .isInstanceOf(KeyUnwrapException.class);
    }

    @Test
    void any_changed_byte_is_found() {
        byte[] wrapped = kek.wrap(Fixtures.key(), MESSAGE_ID).bytes();
        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertRefused(new WrappedKey("kek1", changed), KID, MESSAGE_ID);
        }
    }

    @Test
    void a_small_secret_opens_for_its_row_and_nothing_else() throws Exception {
        byte[] sealed = kek.seal("secret".getBytes(UTF_8), "account|alice");
        assertThat(kek.open(sealed, "account|alice")).contains("secret".getBytes(UTF_8));
        assertThat(kek.open(sealed, "account|bob")).isEmpty();
        KeyEncryptionKey other = KeyEncryptionKey.load(Fixtures.keystore(), "PKCS12", PASSWORD, "kek2");
        assertThat(other.open(sealed, "account|alice")).isEmpty();
        assertRefused(new WrappedKey("kek1", sealed), KID, MESSAGE_ID);
        assertThat(kek.open(kek.wrap(Fixtures.key(), MESSAGE_ID).bytes(), "account|alice"))
                .isEmpty();
    }

    @Test
    void wrapping_twice_uses_two_nonces() {
        assertThat(kek.wrap(Fixtures.key(), MESSAGE_ID).bytes())
                .isNotEqualTo(kek.wrap(Fixtures.key(), MESSAGE_ID).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "missing"})
    void an_alias_without_an_aes_key_is_named(String alias) {
        assertThatThrownBy(() -> KeyEncryptionKey.load(Fixtures.keystore(), "PKCS12", PASSWORD, alias))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'" + alias + "'");
    }

    @Test
    void a_wrong_password_or_file_is_an_io_problem() {
        assertThatThrownBy(() -> KeyEncryptionKey.load(Fixtures.keystore(), "PKCS12", "x".toCharArray(), "kek1"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> KeyEncryptionKey.load(Path.of("missing.p12"), "PKCS12", PASSWORD, "kek1"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_service_key_is_known_by_its_hash() {
        ServiceKey key = ServiceKey.parse("c2VydmljZS1rZXktZm9yLXRlc3Rz\n");
        // sha256sum of the text
        ServiceKeyHash hash =
                ServiceKeyHash.parse("3a0399f3428fe8d74ccef8b9f3d643e0d2af92e759cf86cd2e407d3f234323fe\n");
        assertThat(hash.matches(key.revealAuthorization())).isTrue();
        assertThat(key.hash().matches(key.revealAuthorization())).isTrue();
        assertThat(key.hash().matches(key.revealAuthorization() + "x")).isFalse();
        assertThat(hash.matches(null)).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(hash.matches(key.revealAuthorization() + "x")).isFalse();
        assertThat(hash.matches("Bearer c2VydmljZS1rZXktZm9yLXRlc3Rz")).isFalse();
        assertThatThrownBy(() -> ServiceKeyHash.parse("abcd")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServiceKey.parse("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("short");
    }

    private void assertRefused(WrappedKey wrapped, KeyId kid, MessageId messageId) {
        assertThatThrownBy(() -> kek.unwrap(wrapped, kid, messageId)).isInstanceOf(KeyUnwrapException.class);
    }
}
