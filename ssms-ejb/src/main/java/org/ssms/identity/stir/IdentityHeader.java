package org.ssms.identity.stir;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Identity header field (RFC 8224 §4).
 *
 * @param token three parts with dots between them; in the compact form the first two are empty (RFC 8225 §7)
 * @param info where the certificate is
 * @param ppt extension of the PASSporT, null without
 */
public record IdentityHeader(
        String token, String info, @Nullable String ppt) {
    private static final int MAX_CHARS = 8192;
    private static final int MAX_PARAMETERS = 16;
    private static final String ES256 = "ES256";

    private static final Pattern TOKEN =
            Pattern.compile("\\s*+([A-Za-z0-9_-]*+\\.[A-Za-z0-9_-]*+\\.[A-Za-z0-9_-]++)\\s*+");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*+([A-Za-z0-9.!%*_+`'~-]++)\\s*+"
            + "(?:=\\s*+(?:<([!-;=?-~]++)>|\"([^\"\\\\\\p{Cntrl}]*+)\"|([A-Za-z0-9.!%*_+`'~-]++))\\s*+)?");

    /** Reads a header field value. */
    public static IdentityHeader parse(String value) throws MalformedPassportException {
        if (value.length() > MAX_CHARS) {
            throw new MalformedPassportException("an Identity header field that is too long");
        }
        Matcher token = TOKEN.matcher(value);
        if (!token.lookingAt()) {
            throw new MalformedPassportException("an Identity header field without PASSporT");
        }
        Map<String, String> parameters = parameters(value, token.end());
        if (!parameters.getOrDefault("alg", ES256).equals(ES256)) {
            throw new MalformedPassportException("an algorithm other than ES256");
        }
        @Nullable String info = parameters.get("info");
        if (info == null) {
            throw new MalformedPassportException("an Identity header field without info");
        }
        return new IdentityHeader(token.group(1), info, parameters.get("ppt"));
    }

    private static Map<String, String> parameters(String value, int start) throws MalformedPassportException {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(value);
        int position = start;
        while (position < value.length()) {
            if (!parameter.region(position, value.length()).lookingAt() || parameters.size() == MAX_PARAMETERS) {
                throw new MalformedPassportException("an Identity header field with unreadable parameters");
            }
            if (parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), firstGroup(parameter)) != null) {
                throw new MalformedPassportException("an Identity header field with a parameter twice");
            }
            position = parameter.end();
        }
        return parameters;
    }

    private static String firstGroup(Matcher parameter) {
        for (int group = 2; group <= parameter.groupCount(); group++) {
            if (parameter.group(group) != null) {
                return parameter.group(group);
            }
        }
        return "";
    }

    public boolean compact() {
        return token.startsWith("..");
    }
}
