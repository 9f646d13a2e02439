package org.ssms.protect.license;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Usage rights as people read them, in one language and time zone: "2 plays left, until Friday, 4 December 2026,
 * 17:00". The words stand in the bundle {@code rights}; a language that is not there is told in English. Thread-safe.
 */
public final class RightsWords {
    private static final String BUNDLE = "org.ssms.protect.license.rights";
    private static final String SEPARATOR = ", ";
    private static final String OFF = ".off";

    private final ResourceBundle words;
    private final DateTimeFormatter date;

    public RightsWords(Locale language, ZoneId zone) {
        this.words = ResourceBundle.getBundle(
                BUNDLE,
                language,
                RightsWords.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.date =
                DateTimeFormatter.ofPattern(words.getString("date"), locale()).withZone(zone);
    }

    /** Every limit, the rights in the order of the catalogue; the value is for people. Empty: nothing is restricted. */
    public Map<Right<?>, String> limits(UsageRights rights) {
        Map<Right<?>, String> limits = new LinkedHashMap<>();
        for (Right<?> right : Right.catalogue()) {
            limit(right, rights.get(right)).ifPresent(text -> limits.put(right, text));
        }
        return limits;
    }

    /** All limits in one line; "no limits" when there is none. */
    public String line(UsageRights rights) {
        Map<Right<?>, String> limits = limits(rights);
        return limits.isEmpty() ? words.getString("none") : String.join(SEPARATOR, limits.values());
    }

    /** Why the control for something is off, as a sentence; empty: it is on. */
    public Optional<String> whyOff(Right<?> right, UsageRights rights) {
        Object value = rights.get(right);
        boolean off = Boolean.FALSE.equals(value) || Integer.valueOf(0).equals(value);
        return off ? Optional.of(words.getString(right.name() + OFF)) : Optional.empty();
    }

    private Optional<String> limit(Right<?> right, @Nullable Object value) {
        String key = right.name();
        if (value == null || Boolean.TRUE.equals(value) || value == MinDrm.CLEARKEY) {
            return Optional.empty(); // restricts nothing
        }
        if (value instanceof MinDrm level) {
            return Optional.of(words.getString(key + "." + level.label()));
        }
        if (value instanceof Set<?> names) {
            return Optional.of(
                    names.isEmpty()
                            ? words.getString(key + ".none")
                            : text(key, String.join(SEPARATOR, sorted(names))));
        }
        return Optional.of(text(key, argument(value)));
    }

    private Object argument(Object value) {
        if (value instanceof Instant instant) {
            return date.format(instant);
        }
        return value instanceof Duration span ? span(span) : value;
    }

    /** Days, hours, minutes and seconds as far as they are there. */
    private String span(Duration span) {
        List<String> parts = new ArrayList<>();
        part("days", span.toDaysPart(), parts);
        part("hours", span.toHoursPart(), parts);
        part("minutes", span.toMinutesPart(), parts);
        int seconds = span.toSecondsPart();
        if (seconds > 0 || parts.isEmpty()) {
            parts.add(text("seconds", seconds));
        }
        return String.join(" ", parts);
    }

    private void part(String key, long number, List<String> parts) {
        if (number > 0) {
            parts.add(text(key, number));
        }
    }

    private static List<String> sorted(Set<?> names) {
        return new TreeSet<>(names).stream().map(String::valueOf).toList();
    }

    /** @throws MissingResourceException when the bundle lacks the words of a right */
    private String text(String key, Object argument) {
        return new MessageFormat(words.getString(key), locale()).format(new Object[] {argument});
    }

    /** Of the bundle that was found; the root bundle is English. */
    private Locale locale() {
        Locale found = words.getLocale();
        return found.equals(Locale.ROOT) ? Locale.ENGLISH : found;
    }
}
