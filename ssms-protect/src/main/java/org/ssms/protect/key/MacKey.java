package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates what we hand out and get back: HMAC-SHA-256 (RFC 2104) under a key that never leaves this
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

    /**
     * A key that everybody has who has {@code secret}, and nobody else: the hash of its deterministic signature
     * (RSASSA-PKCS1-v1_5, RFC 8017 §8.2) of the purpose. The secret may live in a hardware token.
     *
     * @param secret of RSA
     * @param purpose ASCII, not signed for anything else
     */
    public static MacKey derivedFrom(PrivateKey secret, String purpose) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(secret);
        signature.update(purpose.getBytes(US_ASCII));
        return new MacKey(Sha256.of(signature.sign()));
    }

    static MacKey of(byte[] key) {
        return new MacKey(key);
    }

    /**
     * The tag of {@code data}, {@value #BYTES} bytes. Compare tags with {@link java.security.MessageDigest#isEqual}.
     */
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
