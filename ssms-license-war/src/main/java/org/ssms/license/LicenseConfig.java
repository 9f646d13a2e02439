package org.ssms.license;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything an operator may set on the license server. Read once at start; a bad value stops the deployment and names
 * its key. The keys are explained in {@code META-INF/microprofile-config.properties}.
 */
public record LicenseConfig(
        KeystoreFile kek,
        KeystoreFile token,
        Duration tokenLifetime,
        Path serviceKeyHashFile,
        Optional<Path> accountsFile) {
    public static final String KEK_KEYSTORE = "ssms.license.kek.keystore";
    public static final String TOKEN_KEYSTORE = "ssms.license.token.keystore";
    public static final String TOKEN_LIFETIME = "ssms.license.token.lifetime";
    public static final String SERVICE_KEY_HASH_FILE = "ssms.license.service-key-hash-file";
    public static final String ACCOUNTS_FILE = "ssms.license.accounts-file";

    private static final String PKCS12 = "PKCS12";
    private static final String TOKEN_ALIAS = "token";
    private static final Duration LONGEST_TOKEN = Duration.ofHours(12);

    public LicenseConfig {
        boolean shortLived = tokenLifetime.compareTo(Duration.ZERO) > 0 && tokenLifetime.compareTo(LONGEST_TOKEN) <= 0;
        require(shortLived, TOKEN_LIFETIME, "must be more than zero and at most " + LONGEST_TOKEN);
    }

    /**
     * Reads and checks all of it.
     *
     * @param property MicroProfile Config, or a map in a test; empty when the key has no value
     */
    public static LicenseConfig from(Function<String, Optional<String>> property) {
        return new LicenseConfig(
                new KeystoreFile(
                        Path.of(text(property, KEK_KEYSTORE)),
                        text(property, "ssms.license.kek.keystore-type"),
                        path(property, "ssms.license.kek.keystore-password-file"),
                        text(property, "ssms.license.kek.alias")),
                new KeystoreFile(
                        path(property, TOKEN_KEYSTORE),
                        PKCS12,
                        path(property, "ssms.license.token.keystore-password-file"),
                        TOKEN_ALIAS),
                duration(property, TOKEN_LIFETIME),
                path(property, SERVICE_KEY_HASH_FILE),
                value(property, ACCOUNTS_FILE).isEmpty()
                        ? Optional.empty()
                        : Optional.of(path(property, ACCOUNTS_FILE)));
    }

    /** A key in a key store: where it is and how it opens. */
    public record KeystoreFile(Path path, String type, Path passwordFile, String alias) {
        /** The first line of the password file. The caller overwrites it after use. */
        public char[] password() throws IOException {
            return Files.readString(passwordFile).lines().findFirst().orElse("").toCharArray();
        }
    }

    /** The error of a setting whose file cannot be used: the message begins with its key. */
    static IllegalStateException unusable(String key, Exception cause) {
        return new IllegalStateException(key + " is not usable: " + cause.getMessage(), cause);
    }

    private static IllegalStateException unusable(String key, String problem) {
        return new IllegalStateException(key + " " + problem);
    }

    private static void require(boolean holds, String key, String problem) {
        if (!holds) {
            throw unusable(key, problem);
        }
    }

    private static Optional<String> value(Function<String, Optional<String>> property, String key) {
        try {
            return property.apply(key).map(String::strip).filter(text -> !text.isEmpty());
        } catch (NoSuchElementException e) {
            throw new IllegalStateException(key + " refers to a property that is not set", e);
        }
    }

    private static String text(Function<String, Optional<String>> property, String key) {
        return value(property, key).orElseThrow(() -> unusable(key, "must be set"));
    }

    private static Path path(Function<String, Optional<String>> property, String key) {
        Path path = Path.of(text(property, key));
        require(Files.isReadable(path), key, "must name a readable file, was " + path);
        return path;
    }

    private static Duration duration(Function<String, Optional<String>> property, String key) {
        String text = text(property, key);
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalStateException(key + " must be an ISO 8601 duration, was " + text, e);
        }
    }
}
