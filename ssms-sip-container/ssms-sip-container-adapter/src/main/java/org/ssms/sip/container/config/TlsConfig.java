package org.ssms.sip.container.config;

import java.nio.file.Path;

/**
 * Where the certificate of the TLS connectors lies. Holds the name of the password file and never the password.
 *
 * @param keystoreType a type that {@link java.security.KeyStore} knows, such as PKCS12
 */
public record TlsConfig(Path keystore, String keystoreType, Path passwordFile) {}
