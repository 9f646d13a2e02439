package org.ssms.location;

/** The location server of RFC 3261 §6: Lookup and Result of Figure 2. */
public interface LocationService {
    /**
     * Asks once and does not try again. Any thread may call; it waits for the database or for the location server, no
     * longer than {@code ssms.location.timeout}.
     */
    LocationResult lookup(CalledParty called);
}
