package org.ssms.protect.license;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;

/**
 * The key pair of a player for one license, on P-256: only who has it opens the answer, which is therefore of no use to
 * whoever copies it, and which is no answer to another request. Does not print the key.
 */
public final class PlayerKey {
    private static final int MAX_CHARS = 65_536;

    private final ECKey pair;

    private PlayerKey(ECKey pair) {
        this.pair = pair;
    }

    public static PlayerKey generate() {
        try {
            return new PlayerKey(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("no key pair", e);
        }
    }

    public ECPublicKey publicKey() {
        try {
            return pair.toECPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was just made", e);
        }
    }

    /**
     * Opens a license that was encrypted to this key, and checks who signed it.
     *
     * @param sealed by {@link LicenseSigner#seal}, in its compact form
     * @param keySet of the license server ({@link LicenseSigner#keySet})
     * @throws MalformedLicenseException also when it is encrypted to another key, not encrypted, or signed by none of
     *     the set
     */
    public LicenseDocument open(String sealed, String keySet) throws MalformedLicenseException {
        if (sealed.length() > MAX_CHARS) {
            throw new MalformedLicenseException("the license is too long");
        }
        try {
            JWEObject encrypted = JWEObject.parse(sealed);
            boolean expected = JWEAlgorithm.ECDH_ES.equals(encrypted.getHeader().getAlgorithm())
                    && EncryptionMethod.A256GCM.equals(encrypted.getHeader().getEncryptionMethod());
            if (!expected) {
                throw new MalformedLicenseException("the license is not encrypted as it should be");
            }
            encrypted.decrypt(new ECDHDecrypter(pair));
            JWSObject signed = encrypted.getPayload().toJWSObject();
            if (signed == null || !isSigned(signed, JWKSet.parse(keySet))) {
                throw new MalformedLicenseException("the license server has not signed it");
            }
            return LicenseDocument.fromJson(signed.getPayload().toString());
        } catch (ParseException | JOSEException e) {
            throw new MalformedLicenseException("the license does not open");
        }
    }

    private static boolean isSigned(JWSObject signed, JWKSet keys) throws JOSEException {
        boolean ours = JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())
                && LicenseSigner.TYPE.equals(signed.getHeader().getType());
        JWK key = keys.getKeyByKeyId(signed.getHeader().getKeyID());
        return ours && key instanceof RSAKey rsa && signed.verify(new RSASSAVerifier(rsa));
    }

    @Override
    public String toString() {
        return "PlayerKey[redacted]";
    }
}
