package org.ssms.base.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object under strict reading: a member is there with its type, or the one exception is thrown. Every text has
 * a limit. {@code optional...} methods give null for an absent or null member.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;

    private JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Parses a text.
     *
     * @param maxChars a longer text is refused before it is parsed
     * @throws MalformedJsonException when the text is not exactly one JSON object, or has a member twice
     */
    public static JsonObject parse(String text, int maxChars) throws MalformedJsonException {
        if (text.length() > maxChars) {
            throw new MalformedJsonException("not a JSON object of at most " + maxChars + " characters");
        }
        return new JsonObject(JsonParser.object(text));
    }

    /**
     * Refuses members that nobody will read.
     *
     * @throws MalformedJsonException when a member has another name than these
     */
    public void onlyMembers(Set<String> names) throws MalformedJsonException {
        for (String name : members.keySet()) {
            if (!names.contains(name)) {
                throw MalformedJsonException.of(name, "is unknown");
            }
        }
    }

    public String text(String name, int maxChars) throws MalformedJsonException {
        return required(name, optionalText(name, maxChars));
    }

    public @Nullable String optionalText(String name, int maxChars) throws MalformedJsonException {
        String text = typed(name, String.class);
        if (text != null && text.length() > maxChars) {
            throw MalformedJsonException.of(name, "is too long");
        }
        return text;
    }

    public long integer(String name, long min, long max) throws MalformedJsonException {
        return required(name, optionalInteger(name, min, max));
    }

    public @Nullable Long optionalInteger(String name, long min, long max) throws MalformedJsonException {
        Long value = typed(name, Long.class);
        if (value != null && (value < min || value > max)) {
            throw MalformedJsonException.of(name, "is out of range");
        }
        return value;
    }

    public @Nullable Boolean optionalFlag(String name) throws MalformedJsonException {
        return typed(name, Boolean.class);
    }

    public Instant instant(String name) throws MalformedJsonException {
        return required(name, optionalInstant(name));
    }

    public @Nullable Instant optionalInstant(String name) throws MalformedJsonException {
        return converted(name, Instant::parse);
    }

    public @Nullable Duration optionalDuration(String name) throws MalformedJsonException {
        return converted(name, Duration::parse);
    }

    /** A text in a form of its own, for example an identifier; {@code parser} throws IllegalArgumentException. */
    public <T> T value(String name, Function<String, T> parser) throws MalformedJsonException {
        return required(name, optionalValue(name, parser));
    }

    public <T> @Nullable T optionalValue(String name, Function<String, T> parser) throws MalformedJsonException {
        return converted(name, parser);
    }

    /** Base64url without padding, in its canonical form, of exactly {@code length} bytes. */
    public byte[] bytes(String name, int length) throws MalformedJsonException {
        byte[] bytes = value(name, JsonObject::fromBase64Url);
        if (bytes.length != length) {
            throw MalformedJsonException.of(name, "has the wrong length");
        }
        return bytes;
    }

    public JsonObject object(String name) throws MalformedJsonException {
        return nested(required(name, typed(name, Map.class)));
    }

    public List<JsonObject> objects(String name, int maxItems) throws MalformedJsonException {
        List<JsonObject> result = new ArrayList<>();
        for (Object item : list(name, maxItems)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw MalformedJsonException.of(name, "has an item that is no object");
            }
            result.add(nested(map));
        }
        return result;
    }

    public List<String> texts(String name, int maxItems, int maxChars) throws MalformedJsonException {
        List<String> result = new ArrayList<>();
        for (Object item : list(name, maxItems)) {
            if (!(item instanceof String text) || text.length() > maxChars) {
                throw MalformedJsonException.of(name, "has an item that is no short text");
            }
            result.add(text);
        }
        return result;
    }

    /**
     * Reads base64url without padding.
     *
     * @throws IllegalArgumentException when the text is not the one canonical form of its bytes
     */
    public static byte[] fromBase64Url(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!toBase64Url(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }

    public static String toBase64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    private List<?> list(String name, int maxItems) throws MalformedJsonException {
        List<?> list = required(name, typed(name, List.class));
        if (list.size() > maxItems) {
            throw MalformedJsonException.of(name, "has too many items");
        }
        return list;
    }

    private <T> @Nullable T converted(String name, Function<String, T> parser) throws MalformedJsonException {
        String text = optionalText(name, 64);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw MalformedJsonException.of(name, "does not have its form");
        }
    }

    private <T> @Nullable T typed(String name, Class<T> type) throws MalformedJsonException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw MalformedJsonException.of(name, "is no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static <T> T required(String name, @Nullable T value) throws MalformedJsonException {
        if (value == null) {
            throw MalformedJsonException.of(name, "is missing");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // the parser makes String keys only
    private static JsonObject nested(Map<?, ?> map) {
        return new JsonObject((Map<String, @Nullable Object>) map);
    }
}
