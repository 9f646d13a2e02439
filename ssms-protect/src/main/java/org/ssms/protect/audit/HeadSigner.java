package org.ssms.protect.audit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.ssms.base.json.JsonText;

/**
 * Signs heads of the audit: JWS in compact form (RFC 7515), RS256, named by the thumbprint of the key (RFC 7638). A
 * head says by its type that it is neither a session token nor a license, which may have the same key. Thread-safe.
 */
public final class HeadSigner {
    static final JOSEObjectType TYPE = new JOSEObjectType("ssms-audit-head");

    private final RSASSASigner signer;
    private final RSAKey publicKey;

    /** @param privateKey RSA, as {@code publicKey}, at least 2048 bits */
    public HeadSigner(PrivateKey privateKey, RSAPublicKey publicKey) {
        try {
            this.signer = new RSASSASigner(privateKey);
            this.publicKey = new RSAKey.Builder(publicKey)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalArgumentException("no RSA key", e);
        }
    }

    /** The thumbprint of the key, 43 characters of base64url. */
    public String keyId() {
        return publicKey.getKeyID();
    }

    /** The public half as a JSON Web Key (RFC 7517). */
    public String publicKey() {
        return JsonText.of(publicKey.toJSONObject());
    }

    /** Whether this key has signed it. */
    public boolean hasSigned(SignedHead head) {
        return head.keyId().equals(keyId()) && head.isSignedBy(publicKey);
    }

    /** The head in its compact form. */
    public String sign(AuditHead head) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(TYPE)
                .keyID(keyId())
                .build();
        JWSObject signed = new JWSObject(header, new Payload(head.toJson()));
        try {
            signed.sign(signer);
            return signed.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a head of the audit", e);
        }
    }
}
