package org.ssms.sip.header;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a session lives without a refresh (RFC 4028 §4).
 *
 * @param seconds interval
 * @param refresher who refreshes; null when the field leaves it open
 */
public record SessionExpires(long seconds, @Nullable Refresher refresher) {
    public static final String HEADER = "Session-Expires";
    public static final String MIN_SE = "Min-SE";

    /** The side that sends the refreshes. */
    public enum Refresher {
        UAC,
        UAS
    }

    public static SessionExpires parse(String value) throws MalformedHeaderException {
        int semicolon = value.indexOf(';');
        Map<String, String> parameters = HeaderText.parameters(semicolon < 0 ? "" : value.substring(semicolon));
        String refresher = parameters.get("refresher");
        return new SessionExpires(seconds(value), refresher == null ? null : refresher(refresher));
    }

    /** The number of seconds of Session-Expires or Min-SE. */
    public static long seconds(String value) throws MalformedHeaderException {
        int semicolon = value.indexOf(';');
        return HeaderText.number((semicolon < 0 ? value : value.substring(0, semicolon)).strip());
    }

    private static Refresher refresher(String text) throws MalformedHeaderException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "uac" -> Refresher.UAC;
            case "uas" -> Refresher.UAS;
            default -> throw new MalformedHeaderException("refresher is uac or uas");
        };
    }

    public String encode() {
        return refresher == null
                ? Long.toString(seconds)
                : seconds + ";refresher=" + refresher.name().toLowerCase(Locale.ROOT);
    }
}
