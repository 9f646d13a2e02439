package org.ssms.identity;

import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Verifies the signed caller identity of a call (RFC 8224 §6.2, RFC 8225, RFC 8588).
 */
@Singleton
public class PassportVerifier {
    /**
     * The best attestation that one of the headers proves; empty when none does. May fetch a certificate and then waits
     * for it, {@code ssms.stir.fetch-timeout} at the longest for each of a few headers. Never throws for bad input.
     */
    public Optional<Attestation> verify(PassportCheck check) {
        return Optional.empty();
    }
}
