package org.ssms.protect.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA1 (RFC 2104) over a bare digest: other than {@code javax.crypto.Mac} it allocates nothing per message. Not
 * thread safe.
 */
final class HmacSha1 {
    static final int BYTES = 20;

    private static final int BLOCK = 64;

    private final MessageDigest sha1;
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final byte[] tag = new byte[BYTES];
    private boolean fresh = true;

    /** Takes a key of at most {@value #BLOCK} bytes, which stays the caller's to wipe. */
    HmacSha1(byte[] key) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("key longer than a block");
        }
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-1", e);
        }
        for (int i = 0; i < BLOCK; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
    }

    void update(byte[] bytes, int offset, int length) {
        if (fresh) {
            sha1.update(inner, 0, BLOCK);
            fresh = false;
        }
        sha1.update(bytes, offset, length);
    }

    /** The tag of what was updated since the last one; valid until the next call. */
    byte[] finish() {
        try {
            sha1.digest(tag, 0, BYTES);
            sha1.update(outer, 0, BLOCK);
            sha1.update(tag, 0, BYTES);
            sha1.digest(tag, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 has no 20 bytes", e);
        }
        fresh = true;
        return tag;
    }

    /** Whether the first bytes of the tag stand at that place; takes the same time wherever they differ. */
    boolean finishesWith(byte[] bytes, int offset, int length) {
        byte[] expected = finish();
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= expected[i] ^ bytes[offset + i];
        }
        return difference == 0;
    }

    /** Overwrites the key. */
    void wipe() {
        Arrays.fill(inner, (byte) 0);
        Arrays.fill(outer, (byte) 0);
        Arrays.fill(tag, (byte) 0);
        sha1.reset();
    }
}
