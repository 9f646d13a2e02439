package org.ssms.sip.container.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a deployer may set. Each key is a context init-param of the WAR; a system property of the same name
 * overrides it.
 *
 * @param connectors at least one, no two alike
 * @param tls present when a connector is TLS or WSS
 * @param applicationRouter file with the order of the SIP applications, when there are several
 */
public record SipContainerConfig(
        List<ConnectorConfig> connectors, Optional<TlsConfig> tls, Optional<Path> applicationRouter) {
    /** Comma-separated list of {@code transport:address:port}. */
    public static final String CONNECTORS = "sip.connectors";
    /** Key store with the private key and certificate of the TLS connectors. */
    public static final String TLS_KEYSTORE = "sip.tls.keystore";
    /** {@code PKCS12} when absent. */
    public static final String TLS_KEYSTORE_TYPE = "sip.tls.keystore-type";
    /** File whose first line is the password of the key store and its key. */
    public static final String TLS_KEYSTORE_PASSWORD_FILE = "sip.tls.keystore-password-file";

    /** File of the default application router (JSR 289 appendix C). */
    public static final String APPLICATION_ROUTER = "sip.application-router";

    private static final String DEFAULT_CONNECTORS = "udp:127.0.0.1:5060,tcp:127.0.0.1:5060";

    /**
     * Reads and checks all keys.
     *
     * @param setting value of a key or null, see {@link #overriding}
     * @throws InvalidConfigException naming the key that cannot be used
     */
    public static SipContainerConfig from(UnaryOperator<@Nullable String> setting) {
        List<ConnectorConfig> connectors = connectors(value(setting, CONNECTORS).orElse(DEFAULT_CONNECTORS));
        boolean needsTls = connectors.stream().anyMatch(c -> c.transport().isSecure());
        return new SipContainerConfig(
                connectors,
                needsTls ? Optional.of(tls(setting)) : Optional.empty(),
                value(setting, APPLICATION_ROUTER).map(Path::of));
    }

    /** Looks a key up in {@code first} and then in {@code second}. */
    public static UnaryOperator<@Nullable String> overriding(
            UnaryOperator<@Nullable String> first, UnaryOperator<@Nullable String> second) {
        return key -> {
            String value = first.apply(key);
            return value == null ? second.apply(key) : value;
        };
    }

    private static List<ConnectorConfig> connectors(String list) {
        List<ConnectorConfig> connectors = Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(ConnectorConfig::parse)
                .toList();
        if (connectors.stream().distinct().count() < connectors.size()) {
            throw new InvalidConfigException(CONNECTORS, "names the same connector twice");
        }
        return connectors;
    }

    private static TlsConfig tls(UnaryOperator<@Nullable String> setting) {
        Path keystore = Path.of(required(setting, TLS_KEYSTORE));
        Path passwordFile = Path.of(required(setting, TLS_KEYSTORE_PASSWORD_FILE));
        return new TlsConfig(keystore, value(setting, TLS_KEYSTORE_TYPE).orElse("PKCS12"), passwordFile);
    }

    private static String required(UnaryOperator<@Nullable String> setting, String key) {
        return value(setting, key)
                .orElseThrow(() ->
                        new InvalidConfigException(key, "is needed because " + CONNECTORS + " has a tls or wss one"));
    }

    private static Optional<String> value(UnaryOperator<@Nullable String> setting, String key) {
        String value = setting.apply(key);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }
}
