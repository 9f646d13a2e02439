package org.ssms.protect.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869): extract, then expand. */
final class Hkdf {
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int MAX_BLOCKS = 255;

    private Hkdf() {}

    /** @param length of the output in bytes, at most 255 * 32 */
    static byte[] derive(byte[] inputKey, byte[] salt, byte[] info, int length) {
        if (length > MAX_BLOCKS * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF-SHA256 gives at most 8160 bytes");
        }
        byte[] pseudoRandomKey = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, inputKey);
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int filled = 0, counter = 1; filled < length; counter++) {
            byte[] next = hmac(pseudoRandomKey, block, info, new byte[] {(byte) counter});
            Arrays.fill(block, (byte) 0);
            block = next;
            int n = Math.min(block.length, length - filled);
            System.arraycopy(block, 0, output, filled, n);
            filled += n;
        }
        Arrays.fill(block, (byte) 0);
        Arrays.fill(pseudoRandomKey, (byte) 0);
        return output;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e);
        }
    }
}
