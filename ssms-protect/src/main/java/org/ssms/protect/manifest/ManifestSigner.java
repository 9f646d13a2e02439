package org.ssms.protect.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.ssms.protect.key.KeyStores;

/** Signs manifests with the key of this node: ES256 (RFC 7518 §3.4). Thread-safe. Does not print the key. */
public final class ManifestSigner {
    private final ECPrivateKey privateKey;
    private final ECPublicKey publicKey;

    private ManifestSigner(ECPrivateKey privateKey, ECPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Loads the key of this node.
     *
     * @param keystore PKCS #12
     * @param alias of an EC P-256 key with its certificate
     * @throws IOException when there is no such key; the deployment must fail
     */
    public static ManifestSigner load(Path keystore, char[] password, String alias) throws IOException {
        try {
            KeyStore store = KeyStores.load(keystore, "PKCS12", password);
            Key key = store.getKey(alias, password);
            if (key instanceof ECPrivateKey privateKey
                    && store.getCertificate(alias).getPublicKey() instanceof ECPublicKey publicKey
                    && publicKey.getParams().getCurve().getField().getFieldSize() == 256) {
                return new ManifestSigner(privateKey, publicKey);
            }
            throw new IOException("key store " + keystore + " has no EC P-256 key '" + alias + "'");
        } catch (GeneralSecurityException e) {
            throw new IOException("key store " + keystore + " does not open", e);
        }
    }

    public ECPublicKey publicKey() {
        return publicKey;
    }

    ECPrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "ManifestSigner[redacted]";
    }
}
