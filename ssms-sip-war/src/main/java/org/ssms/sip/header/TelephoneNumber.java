package org.ssms.sip.header;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A telephone-subscriber (RFC 3966 §3): of a tel URI, or of the user part of a SIP URI with {@code user=phone}.
 *
 * @param digits without visual separators; a global number begins with +
 * @param context phone-context of a local number: a domain or +digits; empty for a global number
 */
public record TelephoneNumber(String digits, String context) {
    private static final int MAX_DIGITS = 32;
    private static final String SEPARATORS = "-.()";

    /** Reads a tel URI. */
    public static TelephoneNumber parse(String uri) throws MalformedHeaderException {
        HeaderText.require(isTel(uri), "not a tel URI");
        return parseSubscriber(uri.substring(4));
    }

    /** Reads what follows {@code tel:}; RFC 3261 has the same in the user part. */
    public static TelephoneNumber parseSubscriber(String text) throws MalformedHeaderException {
        int semicolon = text.indexOf(';');
        Map<String, String> parameters = HeaderText.parameters(semicolon < 0 ? "" : text.substring(semicolon));
        String digits = digits(semicolon < 0 ? text : text.substring(0, semicolon), true);
        String context = Optional.ofNullable(parameters.get("phone-context")).orElse("");
        if (digits.startsWith("+")) {
            return new TelephoneNumber(digits, "");
        }
        return new TelephoneNumber(
                digits, context.startsWith("+") ? digits(context, false) : context.toLowerCase(Locale.ROOT));
    }

    /** Whether the URI says it is a telephone number, well-formed or not. */
    public static boolean isTel(String uri) {
        return uri.regionMatches(true, 0, "tel:", 0, 4);
    }

    public boolean isGlobal() {
        return digits.startsWith("+");
    }

    private static String digits(String text, boolean local) throws MalformedHeaderException {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dialled = (c >= '0' && c <= '9') || (c == '+' && i == 0);
            boolean key = local && text.charAt(0) != '+' && "*#".indexOf(c) >= 0;
            HeaderText.require(dialled || key || SEPARATORS.indexOf(c) >= 0, "not a telephone number");
            if (dialled || key) {
                digits.append(c);
            }
        }
        HeaderText.require(digits.length() <= MAX_DIGITS, "too many digits");
        HeaderText.require(digits.length() > (text.startsWith("+") ? 1 : 0), "no digits");
        return digits.toString();
    }
}
