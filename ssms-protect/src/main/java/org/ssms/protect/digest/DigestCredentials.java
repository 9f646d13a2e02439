package org.ssms.protect.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a challenge (RFC 7616 §3.4). The response proves knowledge of a password, so it is not printed.
 *
 * @param user {@code username} as sent; not yet anybody we know
 * @param algorithm as sent; {@code MD5} when it is not sent
 * @param nonceCount {@code nc}, 1 to 2^32 - 1
 * @param userHashed whether {@code user} is a hash (RFC 7616 §3.4.4)
 */
public record DigestCredentials(
        String user,
        String realm,
        String nonce,
        String uri,
        String algorithm,
        String cnonce,
        Qop qop,
        long nonceCount,
        boolean userHashed,
        String response) {
    private static final String NC = "[0-9A-Fa-f]{8}";

    /** What the response covers besides the request line. */
    public enum Qop {
        AUTH("auth"),
        /** The body, too. */
        AUTH_INT("auth-int");

        private final String token;

        Qop(String token) {
            this.token = token;
        }

        private static Qop of(String token) throws MalformedCredentialsException {
            return switch (token.toLowerCase(Locale.ROOT)) {
                case "auth" -> AUTH;
                case "auth-int" -> AUTH_INT;
                default -> throw new MalformedCredentialsException("credentials with an unknown qop");
            };
        }
    }

    /** Whether a header field value is meant for digest authentication at all. */
    public static boolean isDigest(String headerValue) {
        return AuthParameters.scheme(headerValue).equals("digest");
    }

    /**
     * Reads a header field value.
     *
     * @throws MalformedCredentialsException when the grammar is broken or a parameter is missing that an answer to our
     *     challenges must have; {@code qop} is one of them
     */
    public static DigestCredentials parse(String headerValue) throws MalformedCredentialsException {
        Map<String, String> parameters = AuthParameters.parse(headerValue);
        String nc = required(parameters, "nc");
        if (!nc.matches(NC) || Long.parseLong(nc, 16) == 0) {
            throw new MalformedCredentialsException("credentials with an unreadable nc");
        }
        return new DigestCredentials(
                required(parameters, "username"),
                required(parameters, "realm"),
                required(parameters, "nonce"),
                required(parameters, "uri"),
                parameters.getOrDefault("algorithm", "MD5"),
                required(parameters, "cnonce"),
                Qop.of(required(parameters, "qop")),
                Long.parseLong(nc, 16),
                parameters.getOrDefault("userhash", "false").equalsIgnoreCase("true"),
                required(parameters, "response"));
    }

    private static String required(Map<String, String> parameters, String name) throws MalformedCredentialsException {
        @Nullable String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedCredentialsException("credentials without " + name);
        }
        return value;
    }

    /**
     * Whether the response was made with this password for this request (RFC 7616 §3.4.1). Takes as long for a wrong
     * one.
     *
     * @param body for {@code auth-int}
     */
    public boolean matches(DigestAlgorithm hash, byte[] password, String method, byte[] body) {
        return matches(hash, hash.hashWithPassword(user, realm, password), method, body);
    }

    /**
     * The same for who keeps no password but H(A1) (RFC 7616 §3.4.2).
     *
     * @param a1 lower-case hexadecimal, of the user and realm that it is kept for
     */
    public boolean matches(DigestAlgorithm hash, String a1, String method, byte[] body) {
        String a2 = qop == Qop.AUTH ? hash.hash(method, uri) : hash.hash(method, uri, hash.hash(body));
        String nc = "%08x".formatted(nonceCount);
        String expected = hash.hash(a1, nonce, nc, cnonce, qop.token, a2);
        return MessageDigest.isEqual(
                expected.getBytes(US_ASCII), response.toLowerCase(Locale.ROOT).getBytes(US_ASCII));
    }

    @Override
    public String toString() {
        return "DigestCredentials[redacted]";
    }
}
