package org.ssms.protect.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without the checked exception that no Java runtime throws. */
public final class Sha256 {
    public static final int BYTES = 32;

    private Sha256() {}

    public static byte[] of(byte[] data) {
        return digest().digest(data);
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
