package org.ssms.license.audit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.license.LicenseConfig.KeystoreFile;

/**
 * What an operator may set about the audit.
 *
 * @param key that signs heads: RSA
 * @param previous that has signed them before; empty: there was no other, or nobody has it any more
 * @param accepted thumbprints of keys that this server does not have, and behind whose heads it goes on nevertheless
 * @param every how often rows are chained, and a head is signed
 * @param syslog whether what is chained goes to a syslog server, too, see 85-audit.cli
 * @param tsa time-stamping authority (RFC 3161); empty: none is asked
 * @param tsaEvery how often it is asked at most
 */
public record AuditConfig(
        KeystoreFile key,
        Optional<KeystoreFile> previous,
        Set<String> accepted,
        Duration every,
        boolean syslog,
        Optional<URI> tsa,
        Duration tsaEvery) {
    public static final String KEYSTORE = "ssms.license.audit.keystore";
    public static final String PREVIOUS = "ssms.license.audit.previous.keystore";
    static final String EVERY = "ssms.license.audit.every";

    private static final String PKCS12 = "PKCS12";
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    public AuditConfig {
        boolean soon = every.compareTo(LONGEST_PAUSE) <= 0;
        ConfigValues.require(soon, EVERY, "must be at most " + LONGEST_PAUSE + ", was " + every);
    }

    public static AuditConfig from(ConfigValues in) {
        @Nullable Path previous = in.readableFileOrNone(PREVIOUS);
        return new AuditConfig(
                keystore(in, in.readableFile(KEYSTORE), "ssms.license.audit"),
                previous == null
                        ? Optional.empty()
                        : Optional.of(keystore(in, previous, "ssms.license.audit.previous")),
                Set.copyOf(in.list("ssms.license.audit.accepted-keys")),
                in.duration(EVERY),
                in.flag("ssms.license.audit.syslog"),
                Optional.ofNullable(in.httpUrlOrNone("ssms.license.audit.tsa")),
                in.duration("ssms.license.audit.tsa-every"));
    }

    private static KeystoreFile keystore(ConfigValues in, Path file, String prefix) {
        return new KeystoreFile(
                file, PKCS12, in.readableFile(prefix + ".keystore-password-file"), in.text(prefix + ".alias"));
    }
}
