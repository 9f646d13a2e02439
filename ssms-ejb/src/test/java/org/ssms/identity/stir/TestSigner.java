package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs PASSporTs as an authentication service does (RFC 8224 §6.1), from JSON texts, so that they can be wrong in any
 * way.
 */
public final class TestSigner {
    private final PrivateKey key;
    private final String x5u;

    public TestSigner(PrivateKey key, String x5u) {
        this.key = key;
        this.x5u = x5u;
    }

    public String shakenHeader() {
        return "{\"alg\":\"ES256\",\"ppt\":\"shaken\",\"typ\":\"passport\",\"x5u\":\"" + x5u + "\"}";
    }

    public String baseHeader() {
        return "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"" + x5u + "\"}";
    }

    public static String claims(String attest, String origin, String destination, long issuedAt) {
        return "{\"attest\":\"%s\",\"dest\":{\"tn\":[\"%s\"]},\"iat\":%d,\"orig\":{\"tn\":\"%s\"},"
                        .formatted(attest, destination, issuedAt, origin)
                + "\"origid\":\"123e4567-e89b-12d3-a456-426655440000\"}";
    }

    /** An Identity header field value in full form. */
    public String shaken(String attest, String origin, String destination, long issuedAt) {
        return identity(shakenHeader(), claims(attest, origin, destination, issuedAt), "ppt=\"shaken\"");
    }

    public String identity(String header, String claims, String parameters) {
        return token(header, claims) + ";info=<" + x5u + ">;alg=ES256" + (parameters.isEmpty() ? "" : ";" + parameters);
    }

    /** An Identity header field value in compact form; header and claims are only signed. */
    public String compact(String claims) {
        return ".." + token(baseHeader(), claims).replaceFirst(".*\\.", "") + ";info=<" + x5u + ">;alg=ES256";
    }

    public String token(String header, String claims) {
        String input = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
