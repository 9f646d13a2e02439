package org.ssms.protect.drm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ssms.protect.license.MinDrm;

/** A system whose licenses our own license server gives, to players that keep the key in their memory. */
record OwnSystem(String type, Set<ProtectedFormat> formats, List<String> transports) implements DrmSystem {
    private static final String HTTP_TLS = "HTTP/TLS";
    private static final String LDAP_SSL = "LDAP/SSL";

    /** Stored SRTP, with a license as docs/rights.md describes it. */
    static final DrmSystem SRTP =
            new OwnSystem("srtp", Set.of(ProtectedFormat.SRTP_STREAM), List.of(HTTP_TLS, LDAP_SSL));

    /** JSON of W3C EME Clear Key, with the key of the file or of the stream. */
    static final DrmSystem CLEAR_KEY = new OwnSystem("clearkey", Set.of(ProtectedFormat.values()), List.of(HTTP_TLS));

    OwnSystem {
        formats = Set.copyOf(formats);
        transports = List.copyOf(transports);
    }

    @Override
    public MinDrm level() {
        return MinDrm.CLEARKEY;
    }

    @Override
    public Optional<LicenseAddress> licenseServer(String transport, LicenseServers ours) {
        return ours.own(transport);
    }
}
