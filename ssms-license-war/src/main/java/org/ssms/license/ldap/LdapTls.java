package org.ssms.license.ldap;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.tls.ClientCertificates;
import org.ssms.license.LicenseConfig.KeystoreFile;
import org.ssms.license.auth.CertificateConfig;
import org.ssms.protect.key.KeyStores;

/** TLS as HTTPS has it (65-tls.cli): the same versions, suites and word about certificates of clients. Thread-safe. */
final class LdapTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** Forward secrecy and AEAD only. */
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private final SSLContext context;
    private final boolean asksForCertificates;

    private LdapTls(SSLContext context, boolean asksForCertificates) {
        this.context = context;
        this.asksForCertificates = asksForCertificates;
    }

    /**
     * Reads the server's key.
     *
     * @param certificates by whose certificates somebody may bind; empty: nobody is asked for one
     * @throws ConfigException when there is no such key
     */
    static LdapTls of(KeystoreFile key, Optional<CertificateConfig> certificates) {
        try {
            char[] password = key.password();
            KeyStore store = KeyStores.load(key.path(), key.type(), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            Arrays.fill(password, '\0');
            String authorities = certificates
                    .map(CertificateConfig::authorities)
                    .map(Path::toString)
                    .orElse("");
            TrustManagerFactory clients = TrustManagerFactory.getInstance(
                    ClientCertificates.ALGORITHM, new ClientCertificates(ClientCertificates.CA + authorities));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), clients.getTrustManagers(), null);
            return new LdapTls(context, certificates.isPresent());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(LdapConfig.KEYSTORE, "is not usable: " + e.getMessage());
        }
    }

    /** The server's side of TLS over an accepted connection, which it closes with itself; shakes hands when it is read. */
    SSLSocket over(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(SUITES);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(asksForCertificates);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
