package org.ssms.protect.audit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;

/** A head of the audit with a signature that nobody has looked at yet. */
public final class SignedHead {
    /** Longest, in characters. */
    public static final int MAX_CHARS = 4096;

    private final JWSObject jws;
    private final AuditHead head;

    private SignedHead(JWSObject jws, AuditHead head) {
        this.jws = jws;
        this.head = head;
    }

    /**
     * Reads a head, and believes nothing of it.
     *
     * @throws MalformedAuditException when it is none
     */
    public static SignedHead parse(String compact) throws MalformedAuditException {
        if (compact.length() > MAX_CHARS) {
            throw new MalformedAuditException("too long for a head");
        }
        try {
            JWSObject jws = JWSObject.parse(compact);
            for (String part : compact.split("\\.", -1)) {
                JsonObject.fromBase64Url(part); // one spelling only
            }
            if (!JWSAlgorithm.RS256.equals(jws.getHeader().getAlgorithm())
                    || !HeadSigner.TYPE.equals(jws.getHeader().getType())
                    || jws.getHeader().getKeyID() == null
                    || jws.getHeader().getCriticalParams() != null) {
                throw new MalformedAuditException("no head that is signed by RS256");
            }
            return new SignedHead(jws, AuditHead.fromJson(jws.getPayload().toString()));
        } catch (ParseException | IllegalArgumentException | MalformedJsonException e) {
            throw new MalformedAuditException("no signed head");
        }
    }

    /** The thumbprint of the key that it says to be signed by. */
    public String keyId() {
        return jws.getHeader().getKeyID();
    }

    /** What it says, whoever has signed it. */
    public AuditHead head() {
        return head;
    }

    /** As it was read. */
    public String compact() {
        return jws.serialize();
    }

    boolean isSignedBy(RSAKey key) {
        try {
            return jws.verify(new RSASSAVerifier(key));
        } catch (JOSEException e) {
            return false;
        }
    }
}
