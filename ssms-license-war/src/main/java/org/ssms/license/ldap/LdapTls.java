package org.ssms.license.ldap;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.tls.ClientCertificates;
import org.ssms.guard.tls.TlsPolicy;
import org.ssms.license.LicenseConfig.KeystoreFile;
import org.ssms.license.auth.CertificateConfig;
import org.ssms.protect.key.KeyStores;

/** TLS as HTTPS has it: by the same policy, and with the same word about certificates of clients. Thread-safe. */
final class LdapTls {
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
            String authorities = certificates
                    .map(CertificateConfig::authorities)
                    .map(Path::toString)
                    .orElse("");
            TrustManagerFactory clients = TrustManagerFactory.getInstance(
                    ClientCertificates.ALGORITHM, new ClientCertificates(ClientCertificates.CA + authorities));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    KeyStores.keyManagers(key.path(), key.type(), key.password()), clients.getTrustManagers(), null);
            return new LdapTls(context, certificates.isPresent());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(LdapConfig.KEYSTORE, "is not usable: " + e.getMessage());
        }
    }

    /**
     * The server's side of TLS over an accepted connection, which it closes with itself; shakes hands when it is read.
     */
    SSLSocket over(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        TlsPolicy.apply(parameters);
        parameters.setWantClientAuth(asksForCertificates);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
