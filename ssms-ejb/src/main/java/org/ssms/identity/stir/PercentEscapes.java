package org.ssms.identity.stir;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes of URIs (RFC 3986 §2.1) for printable ASCII; others stay as they are. */
final class PercentEscapes {
    private static final Pattern ESCAPE = Pattern.compile("%([2-7][0-9A-Fa-f])");

    private PercentEscapes() {}

    static String decode(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
