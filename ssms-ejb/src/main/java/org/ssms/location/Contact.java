package org.ssms.location;

import java.time.Instant;
import java.util.List;

/**
 * An address at which a subscriber is registered.
 *
 * @param uri Request-URI of calls to it, as the phone registered it
 * @param qMillis preference, 0 to 1000
 * @param flow where the phone sent its REGISTER from, and where calls go
 * @param path Route header values of calls to it, topmost first (RFC 3327); mostly empty
 */
public record Contact(String uri, int qMillis, Flow flow, List<String> path, Instant expiresAt) {
    public Contact {
        path = List.copyOf(path);
    }
}
