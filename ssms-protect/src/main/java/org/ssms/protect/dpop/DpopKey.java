package org.ssms.protect.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonText;

/**
 * The key pair of a client for one session, on P-256: the session's token is of no use to whoever has not this key.
 * Does not print the key. Thread-safe.
 */
public final class DpopKey {
    private final ECKey pair;

    private DpopKey(ECKey pair) {
        this.pair = pair;
    }

    public static DpopKey generate() {
        try {
            return new DpopKey(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("no key pair", e);
        }
    }

    /**
     * A new proof (RFC 9449 §4.2), which is good for one request: who sends the same again makes another one.
     *
     * @param uri where the request goes
     * @param token that the request brings; null: none, it asks for one
     */
    public String proof(String method, URI uri, @Nullable String token, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", uri.toString().replaceFirst("[?#].*", ""));
        claims.put("iat", now.getEpochSecond());
        if (token != null) {
            claims.put("ath", DpopProof.hashOf(token));
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(DpopProof.TYPE)
                .jwk(pair.toPublicJWK())
                .build();
        JWSObject proof = new JWSObject(header, new Payload(JsonText.of(claims)));
        try {
            proof.sign(new ECDSASigner(pair));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a proof", e);
        }
        return proof.serialize();
    }

    /** Of the public half (RFC 7638): the {@code jkt} of a token that is bound to this key. */
    public String thumbprint() {
        return DpopProof.thumbprint(pair);
    }

    @Override
    public String toString() {
        return "DpopKey[redacted]";
    }
}
