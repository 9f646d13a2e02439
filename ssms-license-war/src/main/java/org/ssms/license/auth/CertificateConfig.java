package org.ssms.license.auth;

import java.nio.file.Path;
import java.util.Optional;
import org.ssms.base.config.ConfigValues;

/**
 * By whose certificates somebody may open a session.
 *
 * @param authorities file with their certificates
 * @param revoked file with the list of each authority; empty: nothing is ever revoked
 */
public record CertificateConfig(Path authorities, Optional<Path> revoked) {
    /** The HTTPS listener reads it, too: see 65-tls.cli. */
    static final String ENABLED = "ssms.license.client-certificates.enabled";

    static final String AUTHORITIES = "ssms.license.client-certificates.ca";
    static final String REVOKED = "ssms.license.client-certificates.crl";

    /** Empty when nobody is asked for a certificate. */
    public static Optional<CertificateConfig> from(ConfigValues in) {
        return in.flag(ENABLED)
                ? Optional.of(new CertificateConfig(
                        in.readableFile(AUTHORITIES), Optional.ofNullable(in.readableFileOrNone(REVOKED))))
                : Optional.empty();
    }
}
