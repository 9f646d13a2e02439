package org.ssms.protect.drm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ssms.protect.license.MinDrm;

/**
 * A way to protect messages and to give licenses for them, as it is negotiated with players. An implementation in a jar
 * is found by {@link java.util.ServiceLoader}, needs a public constructor without parameters, and nothing of SSMS has
 * to know it. It gives away no key of a message: what it can do with the protected bytes depends on what its license
 * server knows. Thread-safe; no method blocks.
 */
public interface DrmSystem {
    /** Its name in {@code a=drm}: a token of at most 64 characters (docs/drm-attribute.md); no other system has it. */
    String type();

    /** How well its players keep the key; a message whose rights want more is not offered by this system. */
    MinDrm level();

    /** What it protects. */
    Set<ProtectedFormat> formats();

    /**
     * By which its license server may be asked, for example {@code HTTP/TLS}; each is a name of docs/drm-attribute.md.
     */
    List<String> transports();

    /**
     * Where players get their licenses by a transport, asked for each stream.
     *
     * @param ours for a system whose licenses are given by our own license server
     * @return empty: not by that transport, at the moment
     */
    Optional<LicenseAddress> licenseServer(String transport, LicenseServers ours);
}
