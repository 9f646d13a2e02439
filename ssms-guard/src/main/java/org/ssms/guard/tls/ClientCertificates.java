package org.ssms.guard.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the HTTPS door makes of a client's certificate, where it asks for one: nothing. The handshake shows that the
 * client has its key. Whether it says who the client is, is decided by the license server when somebody wants to be
 * known by it: there it is counted and written down, and refused as any other proof; a handshake that fails is neither.
 * Clients are told whose certificates are of use, so that a browser without one asks its user nothing. Named in
 * 65-tls.cli.
 */
public final class ClientCertificates extends Provider {
    /** Of the trust managers that it makes. */
    public static final String ALGORITHM = "ssms-clients";

    /** What stands before the file in the argument, which must not be empty where there is no file. */
    public static final String CA = "ca=";

    private static final long serialVersionUID = 1L;

    /** @param argument {@code ca=} and a file with the authorities' certificates; any other tells clients of none */
    public ClientCertificates(String argument) {
        super(ALGORITHM, "1", "takes every certificate of a client for what it is");
        X509Certificate[] issuers = issuers(argument.substring(CA.length()));
        putService(new Service(this, "TrustManagerFactory", ALGORITHM, Factory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Factory(new AnyClient(issuers));
            }
        });
    }

    /** The server starts without; who needs them names the setting. */
    private static X509Certificate[] issuers(String bundle) {
        try {
            return bundle.isBlank()
                    ? new X509Certificate[0]
                    : read(Path.of(bundle)).toArray(X509Certificate[]::new);
        } catch (IOException | CertificateException e) {
            return new X509Certificate[0];
        }
    }

    /** All certificates of a file, PEM or DER. */
    public static List<X509Certificate> read(Path bundle) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(bundle)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static final class Factory extends TrustManagerFactorySpi {
        private final TrustManager manager;

        Factory(TrustManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(KeyStore store) {
            // trusts nobody
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            // likewise
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {manager};
        }
    }

    private static final class AnyClient extends X509ExtendedTrustManager {
        private final X509Certificate[] issuers;

        AnyClient(X509Certificate[] issuers) {
            this.issuers = issuers;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return issuers.clone();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // it says nothing yet
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // likewise
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // likewise
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("trusts no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }
    }
}
