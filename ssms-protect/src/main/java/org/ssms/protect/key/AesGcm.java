package org.ssms.protect.key;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** AES-GCM with a 96 bit nonce in front and a 128 bit tag behind (NIST SP 800-38D). Thread-safe. */
final class AesGcm {
    static final int NONCE_BYTES = 12;
    static final int OVERHEAD = NONCE_BYTES + 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;

    private final SecretKey key;

    AesGcm(SecretKey key) {
        this.key = key;
    }

    /** Loads an AES key, or from a token a handle to it; see {@link KeyEncryptionKey#load}. */
    static AesGcm load(Path keystore, String type, char[] password, String alias) throws IOException {
        try {
            KeyStore store = KeyStores.load(keystore, type, password);
            Key key = store.getKey(alias, password);
            if (key instanceof SecretKey secret && key.getAlgorithm().equals("AES")) {
                return new AesGcm(secret);
            }
            throw new IOException("key store " + keystore + " has no AES key '" + alias + "'");
        } catch (GeneralSecurityException e) {
            throw new IOException("key store " + keystore + " does not open", e);
        }
    }

    /** Nonce, ciphertext and tag. */
    byte[] seal(byte[] clear, byte[] associatedData) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key); // the provider draws the nonce
            cipher.updateAAD(associatedData);
            byte[] encrypted = cipher.doFinal(clear);
            byte[] nonce = cipher.getIV();
            if (nonce.length != NONCE_BYTES) {
                throw new IllegalStateException("the provider uses a nonce of " + nonce.length + " bytes");
            }
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /** The clear bytes, or null when these are not, unchanged, what was sealed with this associated data. */
    byte @Nullable [] open(byte[] sealed, byte[] associatedData) {
        if (sealed.length < OVERHEAD) {
            return null;
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }
}
