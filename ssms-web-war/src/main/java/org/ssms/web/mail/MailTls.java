package org.ssms.web.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.tls.TlsPolicy;
import org.ssms.protect.key.KeyStores;

/** TLS with the server's key; of clients no certificate is wanted. Thread-safe. */
final class MailTls {
    private static final String PKCS12 = "PKCS12";
    /** Of TLS that may be resumed. */
    private static final int SESSIONS = 2000;

    private final SSLContext context;

    private MailTls(SSLContext context) {
        this.context = context;
    }

    /**
     * Reads the server's key.
     *
     * @param password is wiped
     * @throws ConfigException when there is no such key
     */
    static MailTls of(Path keystore, char[] password) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(KeyStores.keyManagers(keystore, PKCS12, password), null, null);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            return new MailTls(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(MailDoorConfig.KEYSTORE, "is not usable: " + e.getMessage());
        }
    }

    /** The server's side of a new connection. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        TlsPolicy.apply(parameters);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
