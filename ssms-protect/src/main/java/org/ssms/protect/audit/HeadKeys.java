package org.ssms.protect.audit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/** Public keys that somebody brings, by their thumbprints (RFC 7638), whatever they call themselves. Immutable. */
public final class HeadKeys {
    static final HeadKeys NONE = new HeadKeys(Map.of());

    private static final int MIN_BITS = 2048;

    private final Map<String, RSAKey> keys;

    private HeadKeys(Map<String, RSAKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads a JSON Web Key Set (RFC 7517 §5), or any object with its member {@code keys}.
     *
     * @throws MalformedAuditException when one is no RSA key of 2048 bits
     */
    public static HeadKeys parse(String json) throws MalformedAuditException {
        Map<String, RSAKey> all = new HashMap<>();
        try {
            for (JWK key : JWKSet.parse(json).getKeys()) {
                if (!(key instanceof RSAKey rsa) || rsa.size() < MIN_BITS) {
                    throw new MalformedAuditException("a key is no RSA key of " + MIN_BITS + " bits");
                }
                all.put(rsa.computeThumbprint().toString(), rsa);
            }
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw new MalformedAuditException("a key cannot be read");
        }
        return new HeadKeys(all);
    }

    /** Whether the key that the head names is here, and has signed it. */
    public boolean verify(SignedHead head) {
        RSAKey key = keys.get(head.keyId());
        return key != null && head.isSignedBy(key);
    }
}
