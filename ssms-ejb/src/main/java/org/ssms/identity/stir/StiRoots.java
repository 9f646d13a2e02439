package org.ssms.identity.stir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.ssms.protect.key.KeyStores;

/** The roots of caller signatures, and the check of chains that should lead to them (RFC 5280 §6). Thread-safe. */
public final class StiRoots {
    private static final int MAX_CHAIN = 6;
    private static final int MAX_INTERMEDIATES = 4;
    private static final int P256_BITS = 256;

    private final Set<TrustAnchor> anchors;

    private StiRoots(Set<TrustAnchor> anchors) {
        this.anchors = anchors;
    }

    /** No roots: nothing is verified. */
    public static StiRoots none() {
        return new StiRoots(Set.of());
    }

    /**
     * Loads all certificates of a key store.
     *
     * @param truststore PKCS #12
     * @throws IOException when it does not open or holds none; the deployment must fail
     */
    public static StiRoots load(Path truststore, char[] password) throws IOException {
        try {
            KeyStore store = KeyStores.load(truststore, "PKCS12", password);
            Set<TrustAnchor> anchors = new HashSet<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate root) {
                    anchors.add(new TrustAnchor(root, null));
                }
            }
            if (anchors.isEmpty()) {
                throw new IOException("key store " + truststore + " has no certificates");
            }
            return new StiRoots(anchors);
        } catch (GeneralSecurityException e) {
            throw new IOException("key store " + truststore + " does not open", e);
        }
    }

    public boolean isEmpty() {
        return anchors.isEmpty();
    }

    /** A signer's certificate, and until when its whole chain is valid. */
    record Checked(SigningCertificate certificate, Instant until) {}

    /**
     * Reads a file of certificates, PEM or DER, the signer's first, and checks its chain. Revocation is not looked up.
     *
     * @return empty when the chain does not hold at this time, or the signer's key is not for ES256
     */
    Optional<Checked> check(byte[] file, Instant now) {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(file))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty() || chain.size() > MAX_CHAIN || !maySign(chain.get(0))) {
                return Optional.empty();
            }
            List<? extends Certificate> path = path(chain, now);
            Instant until = path.stream()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElse(now);
            return Optional.of(new Checked(SigningCertificate.of(chain.get(0)), until));
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK's parsers throw both for bad input
            return Optional.empty();
        }
    }

    private List<? extends Certificate> path(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        X509CertSelector signer = new X509CertSelector();
        signer.setCertificate(chain.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, signer);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(MAX_INTERMEDIATES);
        parameters.setDate(Date.from(now));
        parameters.addCertPathChecker(new TnAuthListChecker());
        return CertPathBuilder.getInstance("PKIX")
                .build(parameters)
                .getCertPath()
                .getCertificates();
    }

    private static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() < 0
                && (usage == null || usage[0]) // digitalSignature
                && certificate.getPublicKey() instanceof ECPublicKey key
                && key.getParams().getOrder().bitLength() == P256_BITS;
    }

    /** Trusts for the way to a certificate the public web's roots and these: what comes is checked by itself. */
    SSLSocketFactory tls() {
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            int n = 0;
            for (X509Certificate root : webRoots()) {
                all.setCertificateEntry("root" + n++, root);
            }
            for (TrustAnchor anchor : anchors) {
                all.setCertificateEntry("root" + n++, anchor.getTrustedCert());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(all);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static List<X509Certificate> webRoots() throws GeneralSecurityException {
        TrustManagerFactory defaults = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        defaults.init((KeyStore) null);
        for (TrustManager manager : defaults.getTrustManagers()) {
            if (manager instanceof X509TrustManager web) {
                return List.of(web.getAcceptedIssuers());
            }
        }
        return List.of();
    }
}
