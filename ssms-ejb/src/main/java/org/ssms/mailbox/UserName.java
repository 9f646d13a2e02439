package org.ssms.mailbox;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user part of a mailbox address: 1 to 64 of {@code a-z 0-9 . _ ~ + -}. Mailboxes do not distinguish upper and
 * lower case: the canonical form is lower case.
 */
public record UserName(String value) {
    private static final Pattern CANONICAL = Pattern.compile("[a-z0-9._~+-]{1,64}");

    /**
     * Checks the canonical form.
     *
     * @throws IllegalArgumentException when {@code value} is not canonical; the message does not repeat it
     */
    public UserName {
        if (!CANONICAL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a user name");
        }
    }

    /** The name that {@code text} (unescaped) stands for; empty when no mailbox can have such a name. */
    public static Optional<UserName> parse(String text) {
        // only ASCII letters fold: U+212A KELVIN SIGN must not become "k"
        if (!text.chars().allMatch(c -> c < 0x80)) {
            return Optional.empty();
        }
        String folded = text.toLowerCase(Locale.ROOT);
        return CANONICAL.matcher(folded).matches() ? Optional.of(new UserName(folded)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
