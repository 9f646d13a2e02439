package org.ssms.web.page;

import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;

/**
 * How far the caller's provider vouches for the number, in words (RFC 8588). {@code assets/format.js} says the same.
 *
 * @param level {@code A}, {@code B}, {@code C}, or empty: then there is no badge
 * @param label short, beside the caller
 * @param words the same in full
 */
public record AttestationBadge(String level, String label, String words) {
    private static final AttestationBadge NONE = new AttestationBadge("", "", "");

    static AttestationBadge of(@Nullable Attestation attestation) {
        if (attestation == null) {
            return NONE;
        }
        return switch (attestation) {
            case A ->
                new AttestationBadge(
                        "A",
                        "Verified (A)",
                        "Caller verified: A, full attestation. The caller’s provider signed that the number is the"
                                + " caller’s own.");
            case B ->
                new AttestationBadge(
                        "B",
                        "Partly verified (B)",
                        "Caller partly verified: B, partial attestation. The provider knows the caller, but not that"
                                + " the number is the caller’s own.");
            case C ->
                new AttestationBadge(
                        "C",
                        "Not verified (C)",
                        "Caller not verified: C, gateway attestation. The provider only knows where the call entered"
                                + " its network.");
        };
    }

    /** Whether anybody vouches at all. */
    public boolean isShown() {
        return !level.isEmpty();
    }
}
