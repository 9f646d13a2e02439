package org.ssms.license;

import static org.ssms.base.config.ConfigValues.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.config.OperatorConfig;
import org.ssms.license.audit.AuditConfig;
import org.ssms.license.auth.CertificateConfig;
import org.ssms.license.auth.OidcConfig;
import org.ssms.license.guest.GuestConfig;
import org.ssms.license.ldap.LdapConfig;
import org.ssms.license.session.PasswordConfig;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.UsageRights;

/**
 * Everything an operator may set on the license server. Read once at start; a bad value stops the deployment and names
 * its key. The keys are explained in {@code META-INF/microprofile-config.properties}.
 */
public record LicenseConfig(
        KeystoreFile kek,
        KeystoreFile token,
        Duration tokenLifetime,
        Duration longestSession,
        Path serviceKeyHashFile,
        Optional<Path> accountsFile,
        RightsPolicy rights,
        Duration leaseReportWithin,
        Duration longestPlay,
        Optional<OidcConfig> oidc,
        Optional<CertificateConfig> certificates,
        boolean playerKeyRequired,
        GuestConfig guests,
        OperatorConfig operators,
        PasswordConfig passwords,
        AuditConfig audit,
        Optional<LdapConfig> ldap) {
    public static final String KEK_KEYSTORE = "ssms.license.kek.keystore";
    public static final String TOKEN_KEYSTORE = "ssms.license.token.keystore";
    public static final String TOKEN_LIFETIME = "ssms.license.token.lifetime";
    public static final String SESSION_ABSOLUTE = "ssms.license.session.absolute";
    public static final String SERVICE_KEY_HASH_FILE = "ssms.license.service-key-hash-file";
    public static final String ACCOUNTS_FILE = "ssms.license.accounts-file";
    public static final String RIGHTS_DEFAULT = "ssms.license.rights.default";
    public static final String RIGHTS_POLICY = "ssms.license.rights.policy";

    public static final String LEASE_REPORT_WITHIN = "ssms.license.lease.report-within";

    public static final String LEASE_PLAY_WITHIN = "ssms.license.lease.play-within";

    public static final String PLAYER_KEY_REQUIRED = "ssms.license.player-key.required";

    private static final String PKCS12 = "PKCS12";
    private static final String TOKEN_ALIAS = "token";
    private static final Duration LONGEST_TOKEN = Duration.ofHours(12);
    private static final Duration LONGEST_SESSION = Duration.ofHours(24);
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
    /** Of a play: a lease is kept no longer. */
    private static final Duration LONGEST_LEASE = Duration.ofHours(24);

    public LicenseConfig {
        boolean shortLived = tokenLifetime.compareTo(LONGEST_TOKEN) <= 0;
        require(shortLived, TOKEN_LIFETIME, "must be at most " + LONGEST_TOKEN + ", was " + tokenLifetime);
        boolean ends = longestSession.compareTo(LONGEST_SESSION) <= 0 && longestSession.compareTo(tokenLifetime) >= 0;
        require(ends, SESSION_ABSOLUTE, "must be from " + TOKEN_LIFETIME + " to " + LONGEST_SESSION);
        boolean soon = leaseReportWithin.compareTo(LONGEST_SILENCE) <= 0;
        require(soon, LEASE_REPORT_WITHIN, "must be at most " + LONGEST_SILENCE + ", was " + leaseReportWithin);
        boolean known = longestPlay.compareTo(LONGEST_LEASE) <= 0;
        require(known, LEASE_PLAY_WITHIN, "must be at most " + LONGEST_LEASE + ", was " + longestPlay);
    }

    /** Reads and checks all of it. */
    public static LicenseConfig from(ConfigValues in) {
        return new LicenseConfig(
                new KeystoreFile(
                        Path.of(in.text(KEK_KEYSTORE)),
                        in.text("ssms.license.kek.keystore-type"),
                        in.readableFile("ssms.license.kek.keystore-password-file"),
                        in.text("ssms.license.kek.alias")),
                new KeystoreFile(
                        in.readableFile(TOKEN_KEYSTORE),
                        PKCS12,
                        in.readableFile("ssms.license.token.keystore-password-file"),
                        TOKEN_ALIAS),
                in.duration(TOKEN_LIFETIME),
                in.duration(SESSION_ABSOLUTE),
                in.readableFile(SERVICE_KEY_HASH_FILE),
                Optional.ofNullable(in.readableFileOrNone(ACCOUNTS_FILE)),
                new RightsPolicy(rights(in, RIGHTS_DEFAULT), rights(in, RIGHTS_POLICY)),
                in.duration(LEASE_REPORT_WITHIN),
                in.duration(LEASE_PLAY_WITHIN),
                OidcConfig.from(in),
                CertificateConfig.from(in),
                in.flag(PLAYER_KEY_REQUIRED),
                GuestConfig.from(in),
                OperatorConfig.from(in),
                PasswordConfig.from(in),
                AuditConfig.from(in),
                LdapConfig.from(in));
    }

    private static UsageRights rights(ConfigValues in, String key) {
        try {
            return UsageRights.fromJson(in.text(key));
        } catch (MalformedLicenseException e) {
            throw new ConfigException(key, "is no JSON of rights: " + e.getMessage());
        }
    }

    /** A key in a key store: where it is and how it opens. */
    public record KeystoreFile(Path path, String type, Path passwordFile, String alias) {
        /** The first line of the password file. The caller overwrites it after use. */
        public char[] password() throws IOException {
            return Files.readString(passwordFile).lines().findFirst().orElse("").toCharArray();
        }
    }

    /** The error of a setting whose file cannot be used: the message begins with its key. */
    static ConfigException unusable(String key, Exception cause) {
        return new ConfigException(key, "is not usable: " + cause.getMessage());
    }
}
