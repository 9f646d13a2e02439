package org.ssms.protect.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.ssms.protect.key.KeyStores;

/** Signs manifests with the key of this node: ES256 (RFC 7518 §3.4). Thread-safe. Does not print the key. */
public final class ManifestSigner {
    private final ECPrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final Provider provider;

    private ManifestSigner(ECPrivateKey privateKey, ECPublicKey publicKey, Provider provider) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.provider = provider;
    }

    /**
     * Loads the key of this node.
     *
     * @param keystore PKCS #12
     * @param alias of an EC P-256 key with its certificate
     * @param provider of SHA256withECDSA; what it costs differs much
     * @throws IOException when there is no such key; the deployment must fail
     */
    public static ManifestSigner load(Path keystore, char[] password, String alias, Provider provider)
            throws IOException {
        try {
            KeyStore store = KeyStores.load(keystore, "PKCS12", password);
            Key key = store.getKey(alias, password);
            if (key instanceof ECPrivateKey privateKey
                    && store.getCertificate(alias).getPublicKey() instanceof ECPublicKey publicKey
                    && publicKey.getParams().getCurve().getField().getFieldSize() == 256) {
                return new ManifestSigner(privateKey, publicKey, provider);
            }
            throw new IOException("key store " + keystore + " has no EC P-256 key '" + alias + "'");
        } catch (GeneralSecurityException e) {
            throw new IOException("key store " + keystore + " does not open", e);
        }
    }

    public ECPublicKey publicKey() {
        return publicKey;
    }

    /** The content of a manifest file. Signatures have a random part: twice the same manifest gives two files. */
    public byte[] sign(Manifest manifest) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(Manifest.TYPE).build();
        JWSObject jws = new JWSObject(header, new Payload(manifest.toJson()));
        try {
            ECDSASigner signer = new ECDSASigner(privateKey);
            signer.getJCAContext().setProvider(provider);
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the node's key does not sign", e);
        }
        return jws.serialize().getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return "ManifestSigner[redacted]";
    }
}
