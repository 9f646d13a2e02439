package org.ssms.media.sdp;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code a=range} attribute with normal play time (RFC 2326 §C.1.5, §3.6): which part of something stored is meant.
 *
 * @param from 0 or later, in whole milliseconds
 * @param to null: to its end
 */
record NptRange(Duration from, @Nullable Duration to) {
    static final String NAME = "range";

    private static final int MAX_LENGTH = 64;
    private static final String SECONDS = "([0-9]{1,7})(?:\\.([0-9]{0,9}))?";
    private static final Pattern VALUE = Pattern.compile("npt=" + SECONDS + "-(?:" + SECONDS + ")?");

    /** Empty for every other unit, and for what is malformed. */
    static Optional<NptRange> parse(String value) {
        String text = value.strip();
        Matcher range = VALUE.matcher(text);
        if (text.length() > MAX_LENGTH || !range.matches()) {
            return Optional.empty();
        }
        Duration to = range.group(3) == null ? null : seconds(range.group(3), range.group(4));
        return Optional.of(new NptRange(seconds(range.group(1), range.group(2)), to));
    }

    private static Duration seconds(String whole, @Nullable String fraction) {
        String millis = ((fraction == null ? "" : fraction) + "000").substring(0, 3);
        return Duration.ofSeconds(Integer.parseInt(whole)).plusMillis(Integer.parseInt(millis));
    }

    Attribute toAttribute() {
        return new Attribute(NAME, "npt=" + text(from) + "-" + (to == null ? "" : text(to)));
    }

    private static String text(Duration time) {
        return String.format(Locale.ROOT, "%d.%03d", time.toSeconds(), time.toMillisPart());
    }
}
