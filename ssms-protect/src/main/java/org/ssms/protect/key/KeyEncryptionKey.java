package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Wraps message keys for storage: AES-256-GCM, random 96 bit nonce, bound to message id and KID as associated data, so
 * that a wrapped key moved to another row does not open. May be used by several threads. The key may live in a
 * hardware token (PKCS #11); then its bytes are never here.
 */
public final class KeyEncryptionKey {
    private static final int WRAPPED_BYTES = MessageKey.BYTES + AesGcm.OVERHEAD;

    private final String id;
    private final AesGcm cipher;

    private KeyEncryptionKey(String id, AesGcm cipher) {
        this.id = id;
        this.cipher = cipher;
    }

    /**
     * Loads the key, or from a token a handle to it.
     *
     * @param type of the key store, for example {@code PKCS12}; for {@code PKCS11} the path is not read
     * @param alias of an AES key; becomes {@link WrappedKey#kekId()}
     * @throws IOException when the key store cannot be read or has no AES key of that alias; the deployment must fail
     */
    public static KeyEncryptionKey load(Path keystore, String type, char[] password, String alias) throws IOException {
        return new KeyEncryptionKey(alias, AesGcm.load(keystore, type, password, alias));
    }

    public WrappedKey wrap(MessageKey messageKey, MessageId messageId) {
        byte[] clear = messageKey.revealForDeposit();
        try {
            return new WrappedKey(id, cipher.seal(clear, associatedData(messageKey.id(), messageId)));
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
        byte[] clear = cipher.open(bytes, associatedData(kid, messageId));
        if (clear == null) {
            throw new KeyUnwrapException("the wrapped key does not open");
        }
        MessageKey result = MessageKey.of(kid, clear);
        Arrays.fill(clear, (byte) 0);
        return result;
    }

    /**
     * Seals a small secret that is no message key.
     *
     * @param row where it is stored: it opens for no other
     * @return nonce, ciphertext and tag: 28 bytes more than {@code clear}
     */
    public byte[] seal(byte[] clear, String row) {
        return cipher.seal(clear, ("row|" + row).getBytes(UTF_8));
    }

    /**
     * That secret, to be wiped by the caller; empty when it was changed, or sealed for another row or by another key.
     */
    public Optional<byte[]> open(byte[] sealed, String row) {
        return Optional.ofNullable(cipher.open(sealed, ("row|" + row).getBytes(UTF_8)));
    }

    private static byte[] associatedData(KeyId kid, MessageId messageId) {
        return (messageId + "|" + kid).getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[" + id + ", redacted]";
    }
}
