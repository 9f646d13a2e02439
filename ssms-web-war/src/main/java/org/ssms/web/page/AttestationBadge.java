package org.ssms.web.page;

import java.util.Locale;
import org.ssms.identity.Attestation;
import org.ssms.mailbox.MessageView;

/**
 * Whether the caller is who the message says, in words: how far a carrier vouches for the number (RFC 8588), or whether
 * we know it ourselves. {@code assets/format.js} says the same.
 *
 * @param level {@code A}, {@code B}, {@code C}; {@code verified} or {@code claimed} without a signature; or empty: then
 *     there is no badge, as the caller says nothing of himself
 * @param label short, beside the caller
 * @param words the same in full
 */
public record AttestationBadge(String level, String label, String words) {
    static final AttestationBadge NONE = new AttestationBadge("", "", "");

    static AttestationBadge of(MessageView message, Locale language) {
        Attestation attestation = message.attestation();
        if (attestation != null && (attestation == Attestation.A || !message.verified())) {
            return of(attestation.name(), language);
        }
        if (message.anonymous()) {
            return NONE;
        }
        return of(message.verified() ? "verified" : "claimed", language);
    }

    private static AttestationBadge of(String level, Locale language) {
        return new AttestationBadge(
                level,
                PageWords.text(language, "say.badge.label." + level),
                PageWords.text(language, "say.badge." + level));
    }

    /** Whether there is anything to say. */
    public boolean isShown() {
        return !level.isEmpty();
    }
}
