package org.ssms.protect.key;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key (and salt) for one use of one message. A class and not a record: it does not print, compare or serialise its
 * bytes. Close it as soon as the ciphers are made; a closed key refuses further use. Not for several threads at once.
 */
public final class DerivedKey implements AutoCloseable {
    /** The one audio track; the same number as its {@code track_ID} in the MP4 file. */
    public static final int AUDIO_TRACK = 1;
    /** Stands for every track: the CENC key is common to all. */
    public static final int ALL_TRACKS = 0;

    private final KeyUse use;
    private final int track;
    private final byte[] key;
    private final byte[] salt;
    private boolean closed;

    private DerivedKey(KeyUse use, int track, byte[] key, byte[] salt) {
        this.use = use;
        this.track = track;
        this.key = key;
        this.salt = salt;
    }

    /**
     * Takes copies of the bytes of a license document.
     *
     * @throws IllegalArgumentException when a length is not that of the use
     */
    public static DerivedKey of(KeyUse use, int track, byte[] key, byte[] salt) {
        if (key.length != use.keyBytes() || salt.length != use.saltBytes() || track < 0 || track > 255) {
            throw new IllegalArgumentException("wrong size of a " + use.label() + " key, salt or track");
        }
        return new DerivedKey(use, track, key.clone(), salt.clone());
    }

    public KeyUse use() {
        return use;
    }

    /** {@value #ALL_TRACKS} to 255. */
    public int track() {
        return track;
    }

    /** A copy of the key bytes in clear. For the license serialisers and RFC 3711's key derivation, nobody else. */
    public byte[] revealKey() {
        checkOpen();
        return key.clone();
    }

    /** A copy of the salt in clear; empty for CENC. Same callers as {@link #revealKey()}. */
    public byte[] revealSalt() {
        checkOpen();
        return salt.clone();
    }

    /** The key for a JCA cipher. */
    public SecretKey toAesKey() {
        checkOpen();
        return new SecretKeySpec(key, "AES");
    }

    /** Overwrites the bytes. Ciphers made before stay usable until they are garbage. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the key is closed");
        }
    }

    @Override
    public String toString() {
        return "DerivedKey[" + use + ", track " + track + ", redacted]";
    }
}
