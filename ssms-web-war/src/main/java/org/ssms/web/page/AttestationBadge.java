package org.ssms.web.page;

import org.ssms.identity.Attestation;
import org.ssms.mailbox.MessageView;

/**
 * Whether the caller is who the message says, in words: how far a carrier vouches for the number (RFC 8588), or whether we
 * know it ourselves. {@code assets/format.js} says the same.
 *
 * @param level {@code A}, {@code B}, {@code C}; {@code verified} or {@code claimed} without a signature; or empty: then there
 *     is no badge, as the caller says nothing of himself
 * @param label short, beside the caller
 * @param words the same in full
 */
public record AttestationBadge(String level, String label, String words) {
    static final AttestationBadge NONE = new AttestationBadge("", "", "");
    private static final AttestationBadge VERIFIED = new AttestationBadge(
            "verified",
            "Address verified",
            "Address verified: by the caller’s phone password here, or by a carrier that this server trusts."
                    + " The name is the caller’s word.");
    private static final AttestationBadge CLAIMED =
            new AttestationBadge("claimed", "Not verified", "Caller not verified: this is only what the caller says.");

    static AttestationBadge of(MessageView message) {
        Attestation attestation = message.attestation();
        if (attestation != null && (attestation == Attestation.A || !message.verified())) {
            return of(attestation);
        }
        if (message.anonymous()) {
            return NONE;
        }
        return message.verified() ? VERIFIED : CLAIMED;
    }

    private static AttestationBadge of(Attestation attestation) {
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

    /** Whether there is anything to say. */
    public boolean isShown() {
        return !level.isEmpty();
    }
}
