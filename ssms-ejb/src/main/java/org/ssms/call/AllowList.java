package org.ssms.call;

import static org.ssms.base.config.ConfigValues.require;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom listeners may call back, as the operator says: numbers by how they begin, people by their domain. What is
 * refused is refused, whatever else allows it; and what nothing allows is, too.
 *
 * @param allowed each of them, for example {@code +49} or {@code @example.com}
 * @param refused the same
 */
record AllowList(List<String> allowed, List<String> refused) {
    static final AllowList NOBODY = new AllowList(List.of(), List.of());

    private static final Pattern NUMBERS = Pattern.compile("\\+[1-9][0-9]{0,14}");
    private static final Pattern DOMAIN = Pattern.compile("@[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /**
     * Reads patterns, of which those that begin with ! refuse.
     *
     * @param key to be named when one cannot be used
     */
    static AllowList parse(String key, List<String> patterns) {
        for (String pattern : patterns) {
            String plain = plain(pattern);
            require(
                    NUMBERS.matcher(plain).matches() || DOMAIN.matcher(plain).matches(),
                    key,
                    "must be beginnings of numbers or domains such as +49 !+49900 @example.com, was " + pattern);
        }
        return new AllowList(
                patterns.stream()
                        .filter(pattern -> !isRefusal(pattern))
                        .map(AllowList::plain)
                        .toList(),
                patterns.stream()
                        .filter(AllowList::isRefusal)
                        .map(AllowList::plain)
                        .toList());
    }

    private static boolean isRefusal(String pattern) {
        return pattern.startsWith("!");
    }

    private static String plain(String pattern) {
        return (isRefusal(pattern) ? pattern.substring(1) : pattern).toLowerCase(Locale.ROOT);
    }

    /** @param whom a global number in digits, or user@host */
    boolean allows(String whom) {
        return allowed.stream().anyMatch(pattern -> matches(pattern, whom))
                && refused.stream().noneMatch(pattern -> matches(pattern, whom));
    }

    private static boolean matches(String pattern, String whom) {
        int at = whom.indexOf('@');
        return at < 0
                ? whom.startsWith(pattern)
                : whom.substring(at).toLowerCase(Locale.ROOT).equals(pattern);
    }
}
