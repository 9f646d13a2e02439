package org.ssms.protect.audit;

import com.nimbusds.jose.JOSEObjectType;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.ssms.base.json.JsonText;
import org.ssms.protect.key.SigningKey;

/**
 * Signs heads of the audit, in compact form. A head says by its type that it is neither a session token nor a license,
 * which may have the same key. Thread-safe.
 */
public final class HeadSigner {
    static final JOSEObjectType TYPE = new JOSEObjectType("ssms-audit-head");

    private final SigningKey key;

    /** @param privateKey RSA, as {@code publicKey}, at least 2048 bits */
    public HeadSigner(PrivateKey privateKey, RSAPublicKey publicKey) {
        this.key = new SigningKey(privateKey, publicKey);
    }

    /** The thumbprint of the key, 43 characters of base64url. */
    public String keyId() {
        return key.id();
    }

    /** The public half as a JSON Web Key (RFC 7517). */
    public String publicKey() {
        return JsonText.of(key.publicKey().toJSONObject());
    }

    /** Whether this key has signed it. */
    public boolean hasSigned(SignedHead head) {
        return head.keyId().equals(keyId()) && head.isSignedBy(key.publicKey());
    }

    /** The head in its compact form. */
    public String sign(AuditHead head) {
        return key.sign(TYPE, head.toJson()).serialize();
    }
}
