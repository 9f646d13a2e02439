package org.ssms.protect.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Hash algorithms of digest authentication (RFC 8760 §2.1). */
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256"),
    SHA_256("SHA-256", "SHA-256"),
    MD5("MD5", "MD5");

    private static final byte COLON = ':';

    private final String token;
    private final String javaName;

    DigestAlgorithm(String token, String javaName) {
        this.token = token;
        this.javaName = javaName;
    }

    /** The value of the {@code algorithm} parameter. */
    public String token() {
        return token;
    }

    public static Optional<DigestAlgorithm> of(String token) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /** H(data) in lower-case hexadecimal. */
    String hash(byte[] data) {
        return HexFormat.of().formatHex(digest().digest(data));
    }

    /** H of the parts with colons between them. */
    String hash(String... parts) {
        return hash(String.join(":", parts).getBytes(UTF_8));
    }

    /** H(A1): user, realm and password (RFC 7616 §3.4.2), the last without a copy on the heap that nobody wipes. */
    String hashWithPassword(String user, String realm, byte[] password) {
        MessageDigest digest = digest();
        digest.update(user.getBytes(UTF_8));
        digest.update(COLON);
        digest.update(realm.getBytes(UTF_8));
        digest.update(COLON);
        digest.update(password);
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + javaName, e);
        }
    }
}
