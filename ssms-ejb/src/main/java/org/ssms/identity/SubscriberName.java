package org.ssms.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The canonical form of a subscriber's name, the same as a mailbox's. */
final class SubscriberName {
    private static final Pattern CANONICAL = Pattern.compile("[a-z0-9._~+-]{1,64}");

    private SubscriberName() {}

    /** Empty when no subscriber can have such a name. */
    static Optional<String> canonical(String text) {
        // only ASCII letters fold: U+212A KELVIN SIGN must not become "k"
        if (!text.chars().allMatch(c -> c < 0x80)) {
            return Optional.empty();
        }
        String folded = text.toLowerCase(Locale.ROOT);
        return CANONICAL.matcher(folded).matches() ? Optional.of(folded) : Optional.empty();
    }
}
