package org.ssms.protect.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scheme and parameters of an Authorization or Proxy-Authorization header field (RFC 3261 §25.1 {@code credentials},
 * RFC 9110 §11.4), under strict limits. Values of quoted strings are without their quotes and otherwise as received
 * ({@code unq} of RFC 7616 §3.3).
 */
final class AuthParameters {
    private static final int MAX_CHARS = 4096;
    private static final int MAX_PARAMETERS = 32;
    private static final String TOKEN_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~";

    private final String text;
    private int position;

    private AuthParameters(String text) {
        this.text = text;
    }

    /** The scheme of a header field value in lower case; empty when it begins with no token. */
    static String scheme(String text) {
        String line = text.strip();
        int end = 0;
        while (end < line.length() && isToken(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what follows the scheme.
     *
     * @return parameters by name in lower case
     */
    static Map<String, String> parse(String text) throws MalformedCredentialsException {
        if (text.length() > MAX_CHARS) {
            throw new MalformedCredentialsException("credentials are too long");
        }
        AuthParameters in = new AuthParameters(text);
        in.skipSpace();
        in.token();
        if (!in.skipSpace()) {
            throw new MalformedCredentialsException("credentials without parameters");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        do {
            in.skipSpace();
            in.parameter(parameters);
            in.skipSpace();
        } while (in.accept(','));
        if (in.position < text.length()) {
            throw new MalformedCredentialsException("credentials have no comma where one belongs");
        }
        return parameters;
    }

    private void parameter(Map<String, String> parameters) throws MalformedCredentialsException {
        String name = token().toLowerCase(Locale.ROOT);
        skipSpace();
        if (!accept('=')) {
            throw new MalformedCredentialsException("a parameter of the credentials has no value");
        }
        skipSpace();
        String value = peek() == '"' ? quotedString() : token();
        @Nullable String before = parameters.put(name, value);
        if (before != null) {
            throw new MalformedCredentialsException("a parameter of the credentials comes twice");
        }
        if (parameters.size() > MAX_PARAMETERS) {
            throw new MalformedCredentialsException("credentials have too many parameters");
        }
    }

    private String token() throws MalformedCredentialsException {
        int start = position;
        while (position < text.length() && isToken(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw new MalformedCredentialsException("credentials have no token where one belongs");
        }
        return text.substring(start, position);
    }

    private String quotedString() throws MalformedCredentialsException {
        int start = ++position;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                return text.substring(start, position++);
            }
            if (Character.isISOControl(c) && c != '\t') {
                break;
            }
            position += c == '\\' ? 2 : 1;
        }
        throw new MalformedCredentialsException("a quoted string of the credentials does not end");
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    /** Whether there was any. */
    private boolean skipSpace() {
        int start = position;
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position > start;
    }

    private static boolean isToken(char c) {
        return TOKEN_CHARS.indexOf(c) >= 0;
    }
}
