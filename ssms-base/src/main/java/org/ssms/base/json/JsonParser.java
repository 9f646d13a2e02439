package org.ssms.base.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Parses one JSON text (RFC 8259) strictly: nothing before or behind it, no member twice (RFC 7493 §2.3), at most
 * {@value #MAX_DEPTH} levels. Objects become maps, arrays lists, whole numbers in the range of a long {@link Long},
 * other numbers {@link Double}.
 */
final class JsonParser {
    private static final int MAX_DEPTH = 32;
    private static final JsonParserFactory FACTORY = JsonProvider.provider().createParserFactory(Map.of());

    private final jakarta.json.stream.JsonParser events;
    private int depth;

    private JsonParser(jakarta.json.stream.JsonParser events) {
        this.events = events;
    }

    static Map<String, @Nullable Object> object(String text) throws MalformedJsonException {
        JsonParser parser = new JsonParser(FACTORY.createParser(new StringReader(text)));
        try {
            return parser.whole();
        } catch (JsonException
                | NoSuchElementException
                | UnsupportedOperationException
                | NumberFormatException
                | ArithmeticException e) { // the last three: a number that is too long
            throw parser.malformed(); // the cause repeats the text
        }
    }

    private Map<String, @Nullable Object> whole() throws MalformedJsonException {
        if (events.next() != Event.START_OBJECT) {
            throw malformed();
        }
        Map<String, @Nullable Object> object = object();
        if (events.hasNext()) {
            throw malformed();
        }
        return object;
    }

    private @Nullable Object value(Event event) throws MalformedJsonException {
        return switch (event) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> events.getString();
            case VALUE_NUMBER -> number(events.getBigDecimal());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw malformed();
        };
    }

    private Map<String, @Nullable Object> object() throws MalformedJsonException {
        deeper();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (events.next() != Event.END_OBJECT) {
            String name = events.getString();
            if (members.containsKey(name)) {
                throw MalformedJsonException.of(name, "stands twice");
            }
            members.put(name, value(events.next()));
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() throws MalformedJsonException {
        deeper();
        List<@Nullable Object> items = new ArrayList<>();
        for (Event event = events.next(); event != Event.END_ARRAY; event = events.next()) {
            items.add(value(event));
        }
        depth--;
        return items;
    }

    private static Number number(BigDecimal number) {
        boolean whole = number.scale() == 0 && number.toBigInteger().bitLength() < Long.SIZE;
        return whole ? (Number) number.longValueExact() : (Number) number.doubleValue();
    }

    private void deeper() throws MalformedJsonException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
    }

    private MalformedJsonException malformed() {
        return new MalformedJsonException(
                "not a JSON object: character " + events.getLocation().getStreamOffset());
    }
}
