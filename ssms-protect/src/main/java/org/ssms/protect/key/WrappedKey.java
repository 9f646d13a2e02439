package org.ssms.protect.key;

/** A message key encrypted under a key encryption key: what the license server's database may hold. */
public final class WrappedKey {
    private final String kekId;
    private final byte[] bytes;

    /**
     * Takes a wrapped key from storage.
     *
     * @param kekId names the key encryption key
     * @param bytes nonce, ciphertext and tag as {@link KeyEncryptionKey#wrap} gave them; copied
     */
    public WrappedKey(String kekId, byte[] bytes) {
        this.kekId = kekId;
        this.bytes = bytes.clone();
    }

    public String kekId() {
        return kekId;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "WrappedKey[" + kekId + ", " + bytes.length + " bytes]";
    }
}
