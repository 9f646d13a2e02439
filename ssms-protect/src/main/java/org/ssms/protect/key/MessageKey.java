package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The 128 bit key of one message (MK) with its name. Everything that decrypts the message is derived from it.
 * Deliberately a class and not a record: a record would print and compare the key bytes. Close it as soon as the keys
 * are derived; a closed key refuses further use. Not for several threads at once.
 */
public final class MessageKey implements AutoCloseable {
    public static final int BYTES = 16;

    private final KeyId id;
    private final byte[] bytes;
    private boolean closed;

    private MessageKey(KeyId id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /** A new random key with a new random KID. */
    public static MessageKey generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new MessageKey(KeyId.generate(random), bytes);
    }

    /**
     * The seeded mode: the same seed and KID give the same key, another KID gives another.
     *
     * @param seed the secret of the domain, at least {@value #BYTES} bytes; left unchanged
     */
    public static MessageKey seeded(byte[] seed, KeyId kid) {
        if (seed.length < BYTES) {
            throw new IllegalArgumentException("a key seed has at least " + BYTES + " bytes");
        }
        return new MessageKey(kid, Hkdf.derive(seed, kid.toBytes(), "message-key".getBytes(US_ASCII), BYTES));
    }

    /**
     * Takes a copy of the bytes of a deposit.
     *
     * @throws IllegalArgumentException when there are not {@value #BYTES} bytes
     */
    public static MessageKey of(KeyId kid, byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a message key has " + BYTES + " bytes");
        }
        return new MessageKey(kid, bytes.clone());
    }

    public KeyId id() {
        return id;
    }

    /**
     * HKDF-SHA256 with the KID as salt and the label of the use, for SRTP with one byte of the track behind, as info.
     *
     * @param track 1 to 255 for SRTP; without meaning for others, whose key has {@link DerivedKey#ALL_TRACKS}
     */
    public DerivedKey derive(KeyUse use, int track) {
        checkOpen();
        int keyTrack = use == KeyUse.SRTP ? track : DerivedKey.ALL_TRACKS;
        byte[] derived = Hkdf.derive(bytes, id.toBytes(), info(use, keyTrack), use.keyBytes() + use.saltBytes());
        byte[] key = Arrays.copyOf(derived, use.keyBytes());
        byte[] salt = Arrays.copyOfRange(derived, use.keyBytes(), derived.length);
        DerivedKey result = DerivedKey.of(use, keyTrack, key, salt);
        Arrays.fill(derived, (byte) 0);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        return result;
    }

    private static byte[] info(KeyUse use, int track) {
        byte[] label = use.label().getBytes(US_ASCII);
        if (use != KeyUse.SRTP) {
            return label;
        }
        byte[] info = Arrays.copyOf(label, label.length + 1);
        info[label.length] = (byte) track;
        return info;
    }

    /** A copy of the key bytes in clear. For the deposit document and the key encryption key, nobody else. */
    public byte[] revealForDeposit() {
        checkOpen();
        return bytes.clone();
    }

    /** Overwrites the bytes. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the key is closed");
        }
    }

    @Override
    public String toString() {
        return "MessageKey[" + id + ", redacted]";
    }
}
