package org.ssms.media.sdp;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all our descriptions of one call have in common: our address, and the session id of {@code o=}, whose version
 * grows by one exactly when the description changes (RFC 3264 §8). Immutable.
 */
final class OwnDescription {
    private static final String FIRST_VERSION = "1";

    private final InetAddress local;
    private final long sessionId;

    /**
     * Of one call.
     *
     * @param local the address that the other side shall send to; not the unspecified one
     * @param sessionId unique per call, not negative
     */
    OwnDescription(InetAddress local, long sessionId) {
        if (local.isAnyLocalAddress() || sessionId < 0) {
            throw new IllegalArgumentException("needs a real address and a session id that is not negative");
        }
        this.local = local;
        this.sessionId = sessionId;
    }

    InetAddress local() {
        return local;
    }

    /** @param previousLocal what we last sent in this call, or null */
    SessionDescription of(
            List<Attribute> attributes, List<MediaDescription> sections, @Nullable SessionDescription previousLocal) {
        String version =
                previousLocal == null ? FIRST_VERSION : previousLocal.origin().sessionVersion();
        Connection address = Connection.of(local);
        Origin origin = new Origin("-", Long.toString(sessionId), version, address);
        SessionDescription description = new SessionDescription(origin, "-", address, attributes, sections);
        if (previousLocal == null || description.equals(previousLocal)) {
            return description;
        }
        return description.withVersion(Long.toString(Long.parseLong(version) + 1));
    }
}
