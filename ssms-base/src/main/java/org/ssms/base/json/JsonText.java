package org.ssms.base.json;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259) from maps with text keys, iterables, texts, whole numbers, booleans and null. */
public final class JsonText {
    private static final JsonGeneratorFactory FACTORY = JsonProvider.provider().createGeneratorFactory(Map.of());

    /**
     * The two separators of lines that are none in JSON: readers of lines take them for ends; and half characters,
     * which would become question marks in UTF-8.
     */
    private static final Pattern MISREAD = Pattern.compile(
            "[\\u2028\\u2029]" + "|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

    private JsonText() {}

    /**
     * Writes an object; its members stand in the order of the map.
     *
     * @throws IllegalArgumentException when there is a value of any other type
     */
    public static String of(Map<String, ? extends @Nullable Object> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            members.forEach((name, value) -> member(json, name, value));
            json.writeEnd();
        }
        return MISREAD.matcher(text.toString())
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    private static void member(JsonGenerator json, String name, @Nullable Object value) {
        json.writeKey(name);
        value(json, value);
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.write(text);
        } else if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            members.forEach((name, member) -> member(json, (String) name, member));
            json.writeEnd();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            items.forEach(item -> value(json, item));
            json.writeEnd();
        } else if (value instanceof Boolean flag) {
            json.write(flag);
        } else if (value instanceof Long || value instanceof Integer) {
            json.write(((Number) value).longValue());
        } else {
            throw new IllegalArgumentException("not written as JSON: " + value.getClass());
        }
    }
}
