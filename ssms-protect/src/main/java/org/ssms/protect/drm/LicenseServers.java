package org.ssms.protect.drm;

import java.util.Optional;

/** Where players reach our own license server. */
public interface LicenseServers {
    /** By that transport, for example {@code HTTP/TLS}; empty: not at all. */
    Optional<LicenseAddress> own(String transport);
}
