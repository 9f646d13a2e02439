package org.ssms.base.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;

/** Problem details (RFC 9457). {@code type} is stable and documented; {@code detail} is for people and may change. */
public record Problem(String type, String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The type of a problem that says no more than its HTTP status (RFC 9457 §4.2.1). */
    public static final String NO_TYPE = "about:blank";

    private static final int MAX_CHARS = 32_768;
    private static final int MAX_TYPE = 255;

    /** A request that says what cannot be done. {@code detail} repeats nothing of it but names of members. */
    public static Problem malformed(String detail) {
        return new Problem("urn:ssms:malformed", "Malformed request", 400, detail);
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        return JsonText.of(json);
    }

    /** The type of the problem in the body of a response; {@link #NO_TYPE} when it names none or is no problem. */
    public static String typeOf(String body) {
        try {
            String type = JsonObject.parse(body, MAX_CHARS).optionalText("type", MAX_TYPE);
            return type == null ? NO_TYPE : type;
        } catch (MalformedJsonException e) {
            return NO_TYPE;
        }
    }
}
