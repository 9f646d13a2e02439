package org.ssms.sip.header;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a phone tells of a call that it was asked to make: the response to it, as a piece of SIP (RFC 3420, RFC 3515).
 */
public final class SipFragment {
    static final int MAX_BYTES = 8192;

    private static final String TYPE = "message/sipfrag";
    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 +([1-6][0-9]{2})( .*)?");

    private SipFragment() {}

    /**
     * Whether an event is the one of REFER.
     *
     * @param event null: not said
     */
    public static boolean isOfRefer(@Nullable String event) {
        return event != null && event.split(";", -1)[0].strip().equalsIgnoreCase("refer");
    }

    /**
     * Which REFER an event is of (RFC 3515 §2.4.6); null: it does not say, and is of the first.
     *
     * @param event null: not said
     */
    public static @Nullable String id(@Nullable String event) {
        if (event == null) {
            return null;
        }
        return Arrays.stream(event.split(";", -1))
                .skip(1)
                .map(parameter -> parameter.split("=", 2))
                .filter(pair -> pair[0].strip().equalsIgnoreCase("id"))
                .map(pair -> pair.length == 1 ? "" : pair[1].strip())
                .findFirst()
                .orElse(null);
    }

    /**
     * The status of the response, 100 to 699.
     *
     * @param contentType null: not said
     */
    public static int status(@Nullable String contentType, byte[] body) throws MalformedHeaderException {
        HeaderText.require(
                contentType != null
                        && contentType
                                .split(";", -1)[0]
                                .strip()
                                .toLowerCase(Locale.ROOT)
                                .equals(TYPE),
                "not " + TYPE);
        HeaderText.require(body.length <= MAX_BYTES, "too long for a response");
        String text = new String(body, StandardCharsets.UTF_8);
        Matcher line = STATUS_LINE.matcher(text.split("\\r?\\n", 2)[0]);
        HeaderText.require(line.matches(), "no status line");
        return Integer.parseInt(line.group(1));
    }
}
