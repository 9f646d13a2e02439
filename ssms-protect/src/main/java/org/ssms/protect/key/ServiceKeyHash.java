package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the license server knows of a service key: its SHA-256. Compares in constant time. */
public final class ServiceKeyHash {
    private static final String PREFIX = ServiceKey.SCHEME + " ";
    private static final int MAX_HEADER = 1024;

    private final byte[] sha256;

    private ServiceKeyHash(byte[] sha256) {
        this.sha256 = sha256;
    }

    /**
     * Reads the text of a hash file.
     *
     * @param hex SHA-256 of the service key's text, 64 hexadecimal digits, white space around it allowed
     * @throws IllegalArgumentException when it is not that
     */
    public static ServiceKeyHash parse(String hex) {
        byte[] hash = HexFormat.of().parseHex(hex.strip());
        if (hash.length != Sha256.BYTES) {
            throw new IllegalArgumentException("a service key hash has 64 hexadecimal digits");
        }
        return new ServiceKeyHash(hash);
    }

    static ServiceKeyHash of(String key) {
        return new ServiceKeyHash(Sha256.of(key.getBytes(UTF_8)));
    }

    /** Whether this {@code Authorization} header, or its absence, proves the key. */
    public boolean matches(@Nullable String authorization) {
        if (authorization == null || authorization.length() > MAX_HEADER || !authorization.startsWith(PREFIX)) {
            return false;
        }
        byte[] presented = Sha256.of(authorization.substring(PREFIX.length()).getBytes(UTF_8));
        return MessageDigest.isEqual(presented, sha256);
    }
}
