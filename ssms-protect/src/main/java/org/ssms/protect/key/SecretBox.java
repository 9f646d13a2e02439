package org.ssms.protect.key;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small secrets for storage: AES-256-GCM, random 96 bit nonce. What is sealed can neither be read nor changed
 * without the key, and opens only with the associated data it was sealed with, for example the name of its row. Good
 * for at most 2^32 secrets under one key (NIST SP 800-38D §8.3). Thread-safe. Does not print itself.
 */
public final class SecretBox {
    private static final int KEY_BYTES = 32;

    private final AesGcm cipher;

    private SecretBox(AesGcm cipher) {
        this.cipher = cipher;
    }

    /**
     * Loads the key.
     *
     * @param keystore PKCS #12
     * @param alias of an AES key
     * @throws IOException when the key store cannot be read or has no AES key of that alias; the deployment must fail
     */
    public static SecretBox load(Path keystore, char[] password, String alias) throws IOException {
        return new SecretBox(AesGcm.load(keystore, "PKCS12", password, alias));
    }

    /** A box of this key, 32 bytes, copied. */
    public static SecretBox of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key of a secret box has 32 bytes");
        }
        SecretKey aes = new SecretKeySpec(key, "AES");
        return new SecretBox(new AesGcm(aes));
    }

    /**
     * Encrypts and authenticates; twice the same gives two results.
     *
     * @return nonce, ciphertext and tag: 28 bytes more than {@code clear}
     */
    public byte[] seal(byte[] clear, byte[] associatedData) {
        return cipher.seal(clear, associatedData);
    }

    /** The secret in clear, to be wiped by the caller; empty when it was changed or sealed for something else. */
    public Optional<byte[]> open(byte[] sealed, byte[] associatedData) {
        return Optional.ofNullable(cipher.open(sealed, associatedData));
    }

    @Override
    public String toString() {
        return "SecretBox[redacted]";
    }
}
