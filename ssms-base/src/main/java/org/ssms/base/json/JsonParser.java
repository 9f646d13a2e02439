package org.ssms.base.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses one JSON text (RFC 8259) strictly: nothing before or behind it, no member twice (RFC 7493 §2.3), at most
 * {@value #MAX_DEPTH} levels. Objects become maps, arrays lists, whole numbers in the range of a long {@link Long}, other
 * numbers {@link Double}.
 */
final class JsonParser {
    private static final int MAX_DEPTH = 32;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private JsonParser(String text) {
        this.text = text;
    }

    static Map<String, @Nullable Object> object(String text) throws MalformedJsonException {
        JsonParser parser = new JsonParser(text);
        parser.space();
        Map<String, @Nullable Object> object = parser.object();
        parser.space();
        if (parser.at < text.length()) {
            throw parser.malformed();
        }
        return object;
    }

    private @Nullable Object value() throws MalformedJsonException {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() throws MalformedJsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        open('{');
        if (!closes('}')) {
            do {
                space();
                String name = string();
                space();
                expect(':');
                if (members.containsKey(name)) {
                    throw MalformedJsonException.of(name, "stands twice");
                }
                members.put(name, value());
            } while (goesOn('}'));
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() throws MalformedJsonException {
        List<@Nullable Object> items = new ArrayList<>();
        open('[');
        if (!closes(']')) {
            do {
                items.add(value());
            } while (goesOn(']'));
        }
        depth--;
        return items;
    }

    private void open(char bracket) throws MalformedJsonException {
        expect(bracket);
        if (++depth > MAX_DEPTH) {
            throw malformed();
        }
    }

    private boolean closes(char bracket) throws MalformedJsonException {
        space();
        if (peek() == bracket) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char end) throws MalformedJsonException {
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() throws MalformedJsonException {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw malformed();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() throws MalformedJsonException {
        char c = next();
        if (c == 'u') {
            int unit = 0;
            for (int i = 0; i < 4; i++) {
                int digit = hex(next());
                unit = unit << 4 | digit;
            }
            return (char) unit;
        }
        int index = ESCAPES.indexOf(c);
        if (index < 0) {
            throw malformed();
        }
        return ESCAPED.charAt(index);
    }

    private int hex(char c) throws MalformedJsonException {
        int digit = c < 128 ? Character.digit(c, 16) : -1; // the digits of other scripts are none here
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private @Nullable Object literal(String name, @Nullable Object value) throws MalformedJsonException {
        if (!text.startsWith(name, at)) {
            throw malformed();
        }
        at += name.length();
        return value;
    }

    private Object number() throws MalformedJsonException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
            whole = false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
            whole = false;
        }
        return number(text.substring(start, at), whole);
    }

    private static Object number(String number, boolean whole) {
        if (whole) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException tooLong) {
                return Double.valueOf(number);
            }
        }
        return Double.valueOf(number);
    }

    private void digits() throws MalformedJsonException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws MalformedJsonException {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private char next() throws MalformedJsonException {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) throws MalformedJsonException {
        if (next() != c) {
            throw malformed();
        }
    }

    private MalformedJsonException malformed() {
        return new MalformedJsonException("not a JSON object: character " + at);
    }
}
