package org.ssms.license.ldap;

import static org.ssms.base.config.ConfigValues.MAX_PORT;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.license.LicenseConfig.KeystoreFile;

/**
 * Where licenses are given over LDAP, and what that may cost.
 *
 * @param port for LDAP with StartTLS; empty: not open
 * @param tlsPort for LDAP over TLS; empty: not open
 * @param key of the server, as of HTTPS
 * @param connections of all sources
 * @param idle of who has bound, from the end of a request to the next whole one; an hour at most
 */
public record LdapConfig(
        InetAddress address,
        OptionalInt port,
        OptionalInt tlsPort,
        KeystoreFile key,
        int connections,
        int connectionsPerSource,
        Duration idle) {
    static final String PORT = "ssms.license.ldap.port";
    static final String TLS_PORT = "ssms.license.ldaps.port";
    static final String KEYSTORE = "ssms.license.ldap.keystore";

    private static final String IDLE = "ssms.license.ldap.idle";
    private static final int NOT_OPEN = 0;
    private static final int MOST_CONNECTIONS = 4096;
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);
    private static final String PKCS12 = "PKCS12";
    private static final String ALIAS = "server";

    /** Empty when neither port is open. */
    public static Optional<LdapConfig> from(ConfigValues in) {
        OptionalInt port = port(in, PORT);
        OptionalInt tlsPort = port(in, TLS_PORT);
        if (port.isEmpty() && tlsPort.isEmpty()) {
            return Optional.empty();
        }
        int connections = in.number("ssms.license.ldap.connections", 1, MOST_CONNECTIONS);
        return Optional.of(new LdapConfig(
                in.listenAddress("ssms.license.ldap.address"),
                port,
                tlsPort,
                new KeystoreFile(
                        in.readableFile(KEYSTORE),
                        PKCS12,
                        in.readableFile("ssms.license.ldap.keystore-password-file"),
                        ALIAS),
                connections,
                in.number("ssms.license.ldap.connections-per-source", 1, connections),
                idle(in)));
    }

    private static Duration idle(ConfigValues in) {
        Duration idle = in.duration(IDLE);
        if (idle.compareTo(LONGEST_IDLE) > 0) {
            throw new ConfigException(IDLE, "must be at most " + LONGEST_IDLE + ", was " + idle);
        }
        return idle;
    }

    private static OptionalInt port(ConfigValues in, String key) {
        int port = in.number(key, NOT_OPEN, MAX_PORT);
        return port == NOT_OPEN ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
