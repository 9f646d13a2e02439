package org.ssms.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A control code that a caller has said, and with whom it is counted if it is wrong. Does not print the code.
 *
 * @param source the IP address from which the call comes, of IPv6 without a zone
 * @param caller tells those apart who come from one address; null: nobody else does
 */
public record SpokenCode(
        String code, String source, @Nullable String caller) {
    Map<String, Object> members() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("source", source);
        if (caller != null) {
            json.put("caller", caller);
        }
        return json;
    }

    @Override
    public String toString() {
        return "SpokenCode[" + source + ", " + caller + "]";
    }
}
