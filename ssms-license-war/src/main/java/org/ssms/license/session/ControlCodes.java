package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.protect.key.MessageId;

/**
 * Control codes: {@value #DIGITS} digits by which who has left a message without an account proves that it was he, and
 * the short-lived token that he gets for one. A token is good for the message that it names and nothing else; no other
 * door takes it. May be used by several threads.
 */
public final class ControlCodes {
    public static final int DIGITS = 12;

    private static final String AUDIENCE = "ssms-control";
    private static final String MAC = "HmacSHA256";
    private static final byte[] PURPOSE = "ssms control codes, version 1".getBytes(UTF_8);
    private static final int MAX_CHARS = 2048;

    private final byte[] secret;
    private final SecureRandom random;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * @param key RSA; what is kept of codes and tokens is worthless with another one
     * @param lifetime of a token
     */
    public ControlCodes(PrivateKey key, SecureRandom random, Duration lifetime, Clock clock) {
        this.secret = secret(key);
        this.random = random;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** RSASSA-PKCS1-v1_5 is deterministic, and works where the key does not leave its token (RFC 8017 section 8.2). */
    private static byte[] secret(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(PURPOSE);
            return MessageDigest.getInstance("SHA-256").digest(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key does not sign", e);
        }
    }

    /** A new one, to be told once and to be stored as its {@link #hash} only. */
    public String make() {
        StringBuilder code = new StringBuilder(DIGITS);
        random.ints(DIGITS, 0, 10).forEach(code::append);
        return code.toString();
    }

    /** What is stored of a code, and what it is found by: 43 characters. */
    public String hash(String code) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            byte[] hash = mac.doFinal(("code " + code).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * That somebody knows the code of a message, until {@code expiresAt}. Does not print the token.
     *
     * @param token bearer secret
     */
    public record Control(MessageId messageId, Instant expiresAt, String token) {
        @Override
        public String toString() {
            return "Control[" + messageId + ", until " + expiresAt + "]";
        }
    }

    /** For who has said the code of that message. */
    public Control open(MessageId messageId) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond()); // a JWT has whole seconds
        Instant end = now.plus(lifetime);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .subject(messageId.value())
                .expirationTime(Date.from(end))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return new Control(messageId, end, token.serialize());
    }

    /** The message of a token that is ours and not over; empty for anything else. */
    public Optional<MessageId> read(String token) {
        if (token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new MACVerifier(secret))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return claims.getAudience().contains(AUDIENCE)
                            && claims.getExpirationTime().toInstant().isAfter(clock.instant())
                    ? Optional.of(MessageId.parse(claims.getSubject()))
                    : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Optional.empty(); // forged: why does not matter
        }
    }
}
