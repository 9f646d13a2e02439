package org.ssms.sip.container.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificate of the TLS connectors, and whose certificates they trust.
 *
 * @param truststore that of the JVM when empty
 */
public record TlsConfig(StoreFile keystore, ClientAuth clientAuth, Optional<StoreFile> truststore) {
    /** Whether a client that connects over TLS shows a certificate. */
    public enum ClientAuth {
        /** It is not asked. */
        NONE,
        /** It is asked, and may have none; one that is not trusted ends the connection. */
        WANT,
        /** Without a trusted one there is no connection. */
        NEED
    }

    /**
     * A key or trust store. Holds the name of the password file and never the password.
     *
     * @param type one that {@link java.security.KeyStore} knows, such as PKCS12
     */
    public record StoreFile(Path file, String type, Path passwordFile) {}
}
