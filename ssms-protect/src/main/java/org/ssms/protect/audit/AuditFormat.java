package org.ssms.protect.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonText;

/**
 * An export of the audit: JSON Lines in UTF-8. The first line names the chain and has the public keys; then come the
 * rows in the order of their places ({@link AuditRow#toJson}), and behind the last row that a head stands for that
 * head. An export that does not begin with the first row begins with a head.
 */
public final class AuditFormat {
    static final String FORMAT = "format";
    static final String NAME = "ssms-audit-1";
    static final String CHAIN = "chain";
    static final String KEYS = "keys";
    static final String HEAD = "head";
    static final String TIMESTAMP = "timestamp";

    private AuditFormat() {}

    /**
     * The first line, without its end.
     *
     * @param keys JSON Web Keys by {@link HeadSigner#publicKey}
     */
    public static String first(UUID chain, List<String> keys) {
        String begin = JsonText.of(ordered(FORMAT, NAME, CHAIN, chain.toString()));
        return begin.substring(0, begin.length() - 1) + ",\"" + KEYS + "\":[" + String.join(",", keys) + "]}";
    }

    /**
     * The line of a head, without its end.
     *
     * @param compact by {@link HeadSigner#sign}
     * @param timestamp DER of a response by RFC 3161 about these characters, base64; null: there is none
     */
    public static String head(String compact, @Nullable String timestamp) {
        return JsonText.of(timestamp == null ? Map.of(HEAD, compact) : ordered(HEAD, compact, TIMESTAMP, timestamp));
    }

    private static Map<String, Object> ordered(String first, String value, String second, String other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }
}
