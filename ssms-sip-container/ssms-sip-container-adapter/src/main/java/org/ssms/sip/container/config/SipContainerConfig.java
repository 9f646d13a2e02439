package org.ssms.sip.container.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.TlsConfig.ClientAuth;
import org.ssms.sip.container.config.TlsConfig.StoreFile;

/**
 * Everything a deployer may set. Each key is a context init-param of the WAR; a system property of the same name
 * overrides it.
 *
 * @param connectors at least one, no two alike
 * @param tls present when a connector is TLS or WSS
 * @param applicationRouter file with the order of the SIP applications, when there are several
 * @param connections what TCP, TLS, WS and WSS clients may cost
 * @param stopTimeout for calls that are up, see {@link org.ssms.sip.container.SipStopping}
 */
public record SipContainerConfig(
        List<ConnectorConfig> connectors,
        Optional<TlsConfig> tls,
        Optional<Path> applicationRouter,
        Duration stopTimeout,
        ConnectionLimits connections) {
    /** Comma-separated list of {@code transport:address:port}. */
    public static final String CONNECTORS = "sip.connectors";
    /** Key store with the private key and certificate of the TLS connectors. */
    public static final String TLS_KEYSTORE = "sip.tls.keystore";
    /** {@code PKCS12} when absent. */
    public static final String TLS_KEYSTORE_TYPE = "sip.tls.keystore-type";
    /** File whose first line is the password of the key store and its key. */
    public static final String TLS_KEYSTORE_PASSWORD_FILE = "sip.tls.keystore-password-file";

    /** {@code none}, {@code want} or {@code need} a certificate of clients; {@code none} when absent. */
    public static final String TLS_CLIENT_AUTH = "sip.tls.client-auth";
    /** Trust store for the certificates of peers; that of the JVM when absent. */
    public static final String TLS_TRUSTSTORE = "sip.tls.truststore";
    /** {@code PKCS12} when absent. */
    public static final String TLS_TRUSTSTORE_TYPE = "sip.tls.truststore-type";
    /** File whose first line is the password of the trust store. */
    public static final String TLS_TRUSTSTORE_PASSWORD_FILE = "sip.tls.truststore-password-file";

    /** File of the default application router (JSR 289 appendix C). */
    public static final String APPLICATION_ROUTER = "sip.application-router";

    /** How long calls may take to end when the application stops; {@code PT5S} when absent. */
    public static final String STOP_TIMEOUT = "sip.stop-timeout";

    /** Connections of clients over TCP, TLS, WS and WSS; {@code 4000} when absent. */
    public static final String CONNECTIONS_MAX = "sip.connections.max";
    /** Those of one source; {@code 1000} when absent. */
    public static final String CONNECTIONS_MAX_PER_SOURCE = "sip.connections.max-per-source";
    /** Bytes that connections may hold; {@code 33554432} when absent. */
    public static final String CONNECTIONS_MEMORY = "sip.connections.memory";
    /** From a connection to the end of its first message; {@code PT20S} when absent. */
    public static final String CONNECTIONS_FIRST_MESSAGE = "sip.connections.first-message";
    /** From the first byte of a message to its last; {@code PT20S} when absent. */
    public static final String CONNECTIONS_MESSAGE = "sip.connections.message";
    /** Without a registration or a call; {@code PT2M} when absent. */
    public static final String CONNECTIONS_IDLE = "sip.connections.idle";
    /** In which a client must take something of what is written; {@code PT20S} when absent. */
    public static final String CONNECTIONS_WRITE = "sip.connections.write";

    private static final int MANY = 1_000_000;
    private static final int MIN_MEMORY = 1024 * 1024;
    private static final int DEFAULT_MEMORY = 32 * 1024 * 1024;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_STOP_TIMEOUT = Duration.ofMinutes(1);
    private static final String PKCS12 = "PKCS12";
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
                value(setting, APPLICATION_ROUTER).map(Path::of),
                duration(setting, STOP_TIMEOUT, Duration.ZERO, DEFAULT_STOP_TIMEOUT, MAX_STOP_TIMEOUT),
                connections(setting));
    }

    private static ConnectionLimits connections(UnaryOperator<@Nullable String> setting) {
        return new ConnectionLimits(
                number(setting, CONNECTIONS_MAX, 1, 4_000, MANY),
                number(setting, CONNECTIONS_MAX_PER_SOURCE, 1, 1_000, MANY),
                number(setting, CONNECTIONS_MEMORY, MIN_MEMORY, DEFAULT_MEMORY, Integer.MAX_VALUE),
                deadline(setting, CONNECTIONS_FIRST_MESSAGE, Duration.ofSeconds(20)),
                deadline(setting, CONNECTIONS_MESSAGE, Duration.ofSeconds(20)),
                deadline(setting, CONNECTIONS_IDLE, Duration.ofMinutes(2)),
                deadline(setting, CONNECTIONS_WRITE, Duration.ofSeconds(20)));
    }

    private static Duration deadline(UnaryOperator<@Nullable String> setting, String key, Duration otherwise) {
        return duration(setting, key, Duration.ofSeconds(1), otherwise, DAY);
    }

    private static Duration duration(
            UnaryOperator<@Nullable String> setting, String key, Duration min, Duration otherwise, Duration max) {
        String text = value(setting, key).orElse(otherwise.toString());
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException malformed) {
            // refused below, like one that is out of range
        }
        throw new InvalidConfigException(key, "is a duration from " + min + " to " + max + ", was " + text);
    }

    private static int number(UnaryOperator<@Nullable String> setting, String key, int min, int otherwise, int max) {
        String text = value(setting, key).orElse(Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // refused below, like one that is out of range
        }
        throw new InvalidConfigException(key, "is a number from " + min + " to " + max + ", was " + text);
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
        String type = value(setting, TLS_KEYSTORE_TYPE).orElse(PKCS12);
        return new TlsConfig(new StoreFile(keystore, type, passwordFile), clientAuth(setting), truststore(setting));
    }

    private static ClientAuth clientAuth(UnaryOperator<@Nullable String> setting) {
        String name = value(setting, TLS_CLIENT_AUTH).orElse("none");
        return Arrays.stream(ClientAuth.values())
                .filter(auth -> auth.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidConfigException(TLS_CLIENT_AUTH, "is none, want or need, was " + name));
    }

    private static Optional<StoreFile> truststore(UnaryOperator<@Nullable String> setting) {
        return value(setting, TLS_TRUSTSTORE)
                .map(file -> new StoreFile(
                        Path.of(file),
                        value(setting, TLS_TRUSTSTORE_TYPE).orElse(PKCS12),
                        value(setting, TLS_TRUSTSTORE_PASSWORD_FILE)
                                .map(Path::of)
                                .orElseThrow(() -> new InvalidConfigException(
                                        TLS_TRUSTSTORE_PASSWORD_FILE, "is needed for " + TLS_TRUSTSTORE))));
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
