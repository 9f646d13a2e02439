package org.ssms.sip.session;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.SessionExpires;

/**
 * What an INVITE or UPDATE says of the session timer.
 *
 * @param supported whether the caller knows session timers
 * @param expires what it asks for, null when it asks for nothing
 * @param minSeconds the shortest interval that all on the way accept
 */
public record SessionTimerRequest(
        boolean supported, @Nullable SessionExpires expires, long minSeconds) {
    private static final String OPTION = "timer";

    /** RFC 4028 §5: without Min-SE. */
    private static final long DEFAULT_MIN = 90;

    /**
     * Reads the header fields.
     *
     * @param options values of Supported and Require
     * @param expires value of Session-Expires, null when absent
     * @param minSe value of Min-SE, null when absent
     */
    public static SessionTimerRequest parse(
            Collection<String> options, @Nullable String expires, @Nullable String minSe)
            throws MalformedHeaderException {
        boolean supported = options.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(tag -> tag.strip().toLowerCase(Locale.ROOT).equals(OPTION));
        return new SessionTimerRequest(
                supported,
                expires == null ? null : SessionExpires.parse(expires),
                minSe == null ? DEFAULT_MIN : SessionExpires.seconds(minSe));
    }
}
