package org.ssms.protect.license;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssms.base.json.JsonText;
import org.ssms.protect.key.SigningKey;

/**
 * Makes sealed licenses: the document signed with a key of the license server (JWS, RFC 7515, RS256), and, for a player
 * that shows a key, encrypted to it (JWE, RFC 7516, ECDH-ES with A256GCM), so that nobody on the way, and nobody later,
 * reads the content key. A license says by its type that it is no session token (RFC 8725 §3.11). Thread-safe.
 */
public final class LicenseSigner {
    /** RFC 7515 §9.2.1. */
    public static final String MEDIA_TYPE = "application/jose";

    static final JOSEObjectType TYPE = new JOSEObjectType("ssms-license");

    private final SigningKey key;

    /** @param privateKey RSA, as {@code publicKey}, at least 2048 bits */
    public LicenseSigner(PrivateKey privateKey, RSAPublicKey publicKey) {
        this.key = new SigningKey(privateKey, publicKey);
    }

    /**
     * The license in its compact form.
     *
     * @param player its public key, on P-256; empty: signed only, with the keys in clear
     */
    public String seal(LicenseDocument license, Optional<ECPublicKey> player) {
        JWSObject signed = key.sign(TYPE, license.toJson());
        return player.isPresent() ? encrypted(signed, player.get()) : signed.serialize();
    }

    private static String encrypted(JWSObject signed, ECPublicKey player) {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                .type(TYPE)
                .contentType("JOSE")
                .build();
        JWEObject encrypted = new JWEObject(header, new Payload(signed));
        try {
            encrypted.encrypt(new ECDHEncrypter(player));
            return encrypted.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot seal a license", e);
        }
    }

    /** The public half as a JSON Web Key Set (RFC 7517 §5), by which players verify. */
    public String keySet() {
        return JsonText.of(Map.of("keys", List.of(key.publicKey().toJSONObject())));
    }
}
