package org.ssms.protect.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates what we hand out and get back: HMAC-SHA-256 (RFC 2104) under a random key that lives as long as this
 * object. Thread-safe. Does not print itself.
 */
public final class MacKey {
    /** Length of a tag. */
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKey key;

    private MacKey(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    public static MacKey generate(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new MacKey(key);
    }

    static MacKey of(byte[] key) {
        return new MacKey(key);
    }

    /** The tag of {@code data}, {@value #BYTES} bytes. Compare tags with {@link java.security.MessageDigest#isEqual}. */
    public byte[] tag(byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "MacKey[redacted]";
    }
}
