package org.ssms.identity;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the {@code uri} of credentials and the Request-URI are the same resource (RFC 7616 §3.4.6). */
final class DigestUri {
    private static final Pattern SIP =
            Pattern.compile("(?i)(sips?):(?:([^@]{1,256})@)?([^;?@]{1,256})(?:[;?].{0,2048})?");

    private DigestUri() {}

    /** Compares scheme, user, host and port; parameters and headers do not count. */
    static boolean same(String uri, String requestUri) {
        return uri.equals(requestUri) || canonical(uri).equals(canonical(requestUri));
    }

    private static String canonical(String uri) {
        Matcher sip = SIP.matcher(uri);
        if (!sip.matches()) {
            return uri;
        }
        String user = sip.group(2) == null ? "" : sip.group(2) + "@";
        return sip.group(1).toLowerCase(Locale.ROOT) + ":" + user + sip.group(3).toLowerCase(Locale.ROOT);
    }
}
