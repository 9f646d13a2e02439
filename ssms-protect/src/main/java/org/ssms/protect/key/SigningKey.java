package org.ssms.protect.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A key pair of the license server that signs documents: JWS (RFC 7515), RS256, named by the thumbprint of the key (RFC
 * 7638). What is signed says by its type what it is, as several kinds may have the same key (RFC 8725 §3.11). Does not
 * print the key. Thread-safe.
 */
public final class SigningKey {
    private final RSASSASigner signer;
    private final RSAKey publicKey;

    /**
     * Takes both halves of a pair.
     *
     * @param privateKey RSA, as {@code publicKey}, at least 2048 bits
     */
    public SigningKey(PrivateKey privateKey, RSAPublicKey publicKey) {
        try {
            this.signer = new RSASSASigner(privateKey);
            this.publicKey = new RSAKey.Builder(publicKey)
                    .keyUse(com.nimbusds.jose.jwk.KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalArgumentException("no RSA key", e);
        }
    }

    /** The public half, by which it is verified. */
    public RSAKey publicKey() {
        return publicKey;
    }

    /** The thumbprint of the key, 43 characters of base64url. */
    public String id() {
        return publicKey.getKeyID();
    }

    /**
     * Signs a document.
     *
     * @param type what it is
     */
    public JWSObject sign(JOSEObjectType type, String document) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(id()).build();
        JWSObject signed = new JWSObject(header, new Payload(document));
        try {
            signed.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign", e);
        }
        return signed;
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + ", redacted]";
    }
}
