package org.ssms.base.json;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259) from maps with text keys, iterables, texts, whole numbers, booleans and null. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /**
     * Writes an object; its members stand in the order of the map.
     *
     * @throws IllegalArgumentException when there is a value of any other type
     */
    public static String of(Map<String, ? extends @Nullable Object> members) {
        JsonText text = new JsonText();
        text.object(members);
        return text.out.toString();
    }

    private void value(@Nullable Object value) {
        if (value instanceof String string) {
            string(string);
        } else if (value instanceof Map<?, ?> members) {
            object(members);
        } else if (value instanceof Iterable<?> items) {
            array(items);
        } else if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("not written as JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> members) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> member = members.entrySet().iterator(); member.hasNext(); ) {
            Map.Entry<?, ?> next = member.next();
            string((String) next.getKey());
            out.append(':');
            value(next.getValue());
            if (member.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void array(Iterable<?> items) {
        out.append('[');
        for (Iterator<?> item = items.iterator(); item.hasNext(); ) {
            value(item.next());
            if (item.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    /** The two separators of lines that are none in JSON are escaped, too: readers of lines take them for ends. */
    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || loneSurrogate(text, i)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a character would become a question mark in UTF-8. */
    private static boolean loneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
