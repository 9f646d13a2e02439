package org.ssms.license;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.UsageRights;

/** A deposited message of alice, and the key encryption key it is wrapped under. */
public final class LicenseFixtures {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final String ALICE = "alice";
    static final String CALLER = "sip:carol@example.com";
    static final byte[] MANIFEST = new byte[32];

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] PASSWORD = "test-password".toCharArray();

    private LicenseFixtures() {}

    public static KeyEncryptionKey kek(Path directory, String alias) throws IOException, GeneralSecurityException {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setEntry(
                alias,
                new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
                new KeyStore.PasswordProtection(PASSWORD));
        Path file = directory.resolve(alias + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return KeyEncryptionKey.load(file, "PKCS12", PASSWORD, alias);
    }

    static KeyDeposit deposit() {
        return new KeyDeposit(MessageId.generate(RANDOM), MessageKey.generate(RANDOM), ALICE, CALLER, null);
    }

    static StoredKey registered(KeyDeposit deposit, KeyEncryptionKey kek) {
        StoredKey key = new StoredKey(deposit, kek, NOON);
        key.register(deposit.messageId(), MANIFEST);
        return key;
    }

    /** Alice's own, made at deposit. */
    static Lineage root(StoredKey key, UsageRights rights) {
        Grant root = Grant.root(key.keyId(), ALICE, rights, NOON);
        return Lineage.of(root, List.of(root), id -> {
            throw new AssertionError(id);
        });
    }
}
