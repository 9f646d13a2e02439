package org.ssms.identity.stir;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller or called party in canonical form (RFC 8224 §8).
 *
 * @param number whether {@code value} is a telephone number, otherwise it is a SIP URI
 * @param value digits, {@code #} and {@code *}, or scheme, user and host
 */
public record Party(boolean number, String value) {
    static final int MAX_NUMBER = 64;

    private static final Pattern NUMBER = Pattern.compile("[0-9*#]{1,32}");
    private static final Pattern URI = Pattern.compile("(?i)(sips?):([^@]{1,512})@([^;?@/]{1,256})(?:[;?].{0,1024})?");

    /** The member of {@code orig} and {@code dest} that it belongs to (RFC 8225 §5.2.1). */
    String claim() {
        return number ? "tn" : "uri";
    }

    /** A number as a PASSporT has it; a plus sign and visual separators do not count. */
    static Party ofNumber(String text) throws MalformedPassportException {
        String digits = digits(text);
        if (!NUMBER.matcher(digits).matches()) {
            throw new MalformedPassportException("a PASSporT with a number that is none");
        }
        return new Party(true, digits);
    }

    /** A SIP URI without password, port, parameters and header fields, its scheme and host in lower case. */
    static Party ofUri(String text) throws MalformedPassportException {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            throw new MalformedPassportException("a PASSporT with a URI that is none of a user");
        }
        String user = uri.group(2).replaceFirst(":.*", "");
        String host = uri.group(3).replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return new Party(false, uri.group(1).toLowerCase(Locale.ROOT) + ":" + PercentEscapes.decode(user) + "@" + host);
    }

    static String digits(String text) {
        return text.replaceAll("[+\\s().-]", "");
    }

    /** Of a URI. */
    String host() {
        return value.substring(value.lastIndexOf('@') + 1);
    }
}
