package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

/**
 * Wraps message keys for storage: AES-256-GCM, random 96 bit nonce, bound to message id and KID as associated data, so
 * that a wrapped key moved to another row does not open. May be used by several threads. The key may live in a
 * hardware token (PKCS #11); then its bytes are never here.
 */
public final class KeyEncryptionKey {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int WRAPPED_BYTES = NONCE_BYTES + MessageKey.BYTES + TAG_BITS / 8;

    private final String id;
    private final SecretKey key;

    private KeyEncryptionKey(String id, SecretKey key) {
        this.id = id;
        this.key = key;
    }

    /**
     * Loads the key, or from a token a handle to it.
     *
     * @param type of the key store, for example {@code PKCS12}; for {@code PKCS11} the path is not read
     * @param alias of an AES key; becomes {@link WrappedKey#kekId()}
     * @throws IOException when the key store cannot be read or has no AES key of that alias; the deployment must fail
     */
    public static KeyEncryptionKey load(Path keystore, String type, char[] password, String alias) throws IOException {
        try {
            KeyStore store = KeyStores.load(keystore, type, password);
            Key key = store.getKey(alias, password);
            if (key instanceof SecretKey secret && key.getAlgorithm().equals("AES")) {
                return new KeyEncryptionKey(alias, secret);
            }
            throw new IOException("key store " + keystore + " has no AES key '" + alias + "'");
        } catch (GeneralSecurityException e) {
            throw new IOException("key store " + keystore + " does not open", e);
        }
    }

    public WrappedKey wrap(MessageKey messageKey, MessageId messageId) {
        byte[] clear = messageKey.revealForDeposit();
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key); // the provider draws the nonce
            cipher.updateAAD(associatedData(messageKey.id(), messageId));
            byte[] sealed = cipher.doFinal(clear);
            byte[] nonce = cipher.getIV();
            if (nonce.length != NONCE_BYTES) {
                throw new IllegalStateException("the provider uses a nonce of " + nonce.length + " bytes");
            }
            byte[] wrapped = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE_BYTES, sealed.length);
            return new WrappedKey(id, wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key wrapping failed", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * Opens a wrapped key.
     *
     * @throws KeyUnwrapException when this is not, unchanged, the key that was wrapped for that KID and message
     */
    public MessageKey unwrap(WrappedKey wrapped, KeyId kid, MessageId messageId) throws KeyUnwrapException {
        byte[] bytes = wrapped.bytes();
        if (!wrapped.kekId().equals(id) || bytes.length != WRAPPED_BYTES) {
            throw new KeyUnwrapException("not wrapped under key encryption key '" + id + "'");
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
            cipher.updateAAD(associatedData(kid, messageId));
            byte[] clear = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            MessageKey result = MessageKey.of(kid, clear);
            Arrays.fill(clear, (byte) 0);
            return result;
        } catch (AEADBadTagException e) {
            throw new KeyUnwrapException("the wrapped key does not open");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key unwrapping failed", e);
        }
    }

    private static byte[] associatedData(KeyId kid, MessageId messageId) {
        return (messageId + "|" + kid).getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[" + id + ", redacted]";
    }
}
