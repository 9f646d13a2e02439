package org.ssms.sip.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lexical side of a header field (RFC 3261 §7.3.1, §25.1): lists, parameters, quoted strings. A separator within
 * quotes or angle brackets is text.
 */
final class HeaderText {
    static final int MAX_CHARS = 8192;
    static final int MAX_ELEMENTS = 64;
    private static final int MAX_PARAMETERS = 32;
    private static final String TOKEN_MARKS = "-.!%*_+`'~";

    private HeaderText() {}

    /** The elements of a field that may be repeated or written as a list; in order. */
    static List<String> elements(Collection<String> values) throws MalformedHeaderException {
        List<String> elements = new ArrayList<>();
        for (String value : values) {
            for (String element : split(value, ',')) {
                require(!element.isBlank(), "empty element in a list");
                require(elements.size() < MAX_ELEMENTS, "too many elements");
                elements.add(element.strip());
            }
        }
        return elements;
    }

    /** The same as far as they can be told apart: where a quote is not closed, the value ends. */
    static List<String> looseElements(Collection<String> values) {
        List<String> elements = new ArrayList<>();
        for (String value : values) {
            int start = 0;
            try {
                while (start <= value.length() && value.length() <= MAX_CHARS && elements.size() < MAX_ELEMENTS) {
                    int comma = looseComma(value, start);
                    elements.add(value.substring(start, comma < 0 ? value.length() : comma)
                            .strip());
                    start = comma < 0 ? value.length() + 1 : comma + 1;
                }
            } catch (MalformedHeaderException e) {
                // the rest of this value is nothing
            }
        }
        return elements;
    }

    /** The comma behind an element, or -1. A bracket that is not closed before another opens encloses none. */
    private static int looseComma(String value, int from) throws MalformedHeaderException {
        boolean bracketed = false;
        int enclosed = -1;
        int i = from;
        while (i < value.length()) {
            char c = value.charAt(i);
            if (c == '"' && !bracketed) {
                i = endOfQuotes(value, i);
            } else if (c == ',' && !bracketed) {
                return i;
            } else if (c == ',' && enclosed < 0) {
                enclosed = i;
            } else if (c == '<' && enclosed >= 0) {
                return enclosed;
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
                enclosed = -1;
            }
            i++;
        }
        return -1;
    }

    /** The parts of {@code text} between separators; at least one. */
    static List<String> split(String text, char separator) throws MalformedHeaderException {
        require(text.length() <= MAX_CHARS, "too long");
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = indexOf(text, separator, 0); end >= 0; end = indexOf(text, separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The first {@code wanted} outside quotes and angle brackets, or -1. */
    static int indexOf(String text, char wanted, int from) throws MalformedHeaderException {
        boolean bracketed = false;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' && !bracketed) {
                i = endOfQuotes(text, i);
            } else if (c == wanted && !bracketed) {
                return i;
            } else if (c == '<' || c == '>') {
                require(bracketed == (c == '>'), "angle brackets do not match");
                bracketed = c == '<';
            }
            i++;
        }
        require(!bracketed, "an angle bracket is not closed");
        return -1;
    }

    /** The index of the quote that ends the string which begins at {@code open}. */
    static int endOfQuotes(String text, int open) throws MalformedHeaderException {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        throw new MalformedHeaderException("a quote is not closed");
    }

    /**
     * Reads {@code ;name=value;flag}.
     *
     * @param text empty, or with the leading semicolon
     * @return lower-case names; a flag has the value ""; quotes are taken off
     */
    static Map<String, String> parameters(String text) throws MalformedHeaderException {
        return parameters(text, false);
    }

    /**
     * The same of what others write who do not read the grammar: empty ones are none, of two of a name the first
     * counts.
     */
    static Map<String, String> looseParameters(String text) throws MalformedHeaderException {
        return parameters(text, true);
    }

    private static Map<String, String> parameters(String text, boolean loose) throws MalformedHeaderException {
        Map<String, String> parameters = new LinkedHashMap<>();
        String rest = text.strip();
        if (rest.isEmpty()) {
            return parameters;
        }
        require(rest.startsWith(";"), "parameters begin with a semicolon");
        for (String parameter : split(rest.substring(1), ';')) {
            if (loose && parameter.isBlank()) {
                continue;
            }
            int equals = indexOf(parameter, '=', 0);
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
            require(isToken(name), "a parameter's name is no token");
            require(parameters.size() < MAX_PARAMETERS, "too many parameters");
            String value =
                    equals < 0 ? "" : unquoted(parameter.substring(equals + 1).strip());
            String before = parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            require(loose || before == null, "a parameter stands there twice");
        }
        return parameters;
    }

    /** The text of a quoted string; anything else as it is. */
    static String unquoted(String text) throws MalformedHeaderException {
        if (!text.startsWith("\"")) {
            return text;
        }
        require(endOfQuotes(text, 0) == text.length() - 1, "text after a quoted string");
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            out.append(c == '\\' ? text.charAt(++i) : c);
        }
        return out.toString();
    }

    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /** A number of 0 to 2^32-1 as delta-seconds and the like have it. */
    static long number(String text) throws MalformedHeaderException {
        require(!text.isEmpty() && text.length() <= 10, "not a number");
        require(text.chars().allMatch(c -> c >= '0' && c <= '9'), "not a number");
        long value = Long.parseLong(text);
        require(value <= 0xffff_ffffL, "a number of more than 32 bits");
        return value;
    }

    static void require(boolean condition, String problem) throws MalformedHeaderException {
        if (!condition) {
            throw new MalformedHeaderException(problem);
        }
    }
}
