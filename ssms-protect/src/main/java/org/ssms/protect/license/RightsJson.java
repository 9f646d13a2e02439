package org.ssms.protect.license;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;

/** JSON form of usage rights: the component names, ISO 8601 for times, absent for null. An unknown member is refused. */
final class RightsJson {
    static final int MAX_CHARS = 16_384;

    private static final int MAX_USERS = 100;
    private static final int MAX_USER_CHARS = 255;
    private static final Set<String> MEMBERS = Set.of(
            "users",
            "plays",
            "notBefore",
            "notAfter",
            "playFor",
            "forward",
            "save",
            "modify",
            "reply",
            "transcript",
            "phonePlayback",
            "minDrm");

    private RightsJson() {}

    static String write(UsageRights rights) {
        return JsonText.of(toMap(rights));
    }

    static Map<String, Object> toMap(UsageRights rights) {
        Map<String, Object> json = new LinkedHashMap<>();
        Set<String> users = rights.users();
        put(json, "users", users == null ? null : List.copyOf(new TreeSet<>(users)));
        put(json, "plays", rights.plays());
        put(json, "notBefore", text(rights.notBefore()));
        put(json, "notAfter", text(rights.notAfter()));
        put(json, "playFor", text(rights.playFor()));
        put(json, "forward", rights.forward());
        put(json, "save", rights.save());
        put(json, "modify", rights.modify());
        put(json, "reply", rights.reply());
        put(json, "transcript", rights.transcript());
        put(json, "phonePlayback", rights.phonePlayback());
        MinDrm minDrm = rights.minDrm();
        put(json, "minDrm", minDrm == null ? null : minDrm.label());
        return json;
    }

    static UsageRights read(JsonObject json) throws MalformedJsonException {
        json.onlyMembers(MEMBERS);
        try {
            return new UsageRights(
                    json.has("users") ? new HashSet<>(json.texts("users", MAX_USERS, MAX_USER_CHARS)) : null,
                    count(json, "plays"),
                    json.optionalInstant("notBefore"),
                    json.optionalInstant("notAfter"),
                    json.optionalDuration("playFor"),
                    count(json, "forward"),
                    json.optionalFlag("save"),
                    json.optionalFlag("modify"),
                    json.optionalFlag("reply"),
                    json.optionalFlag("transcript"),
                    json.optionalFlag("phonePlayback"),
                    json.optionalValue("minDrm", MinDrm::parse));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a right cannot be negative");
        }
    }

    private static @Nullable Integer count(JsonObject json, String name) throws MalformedJsonException {
        Long value = json.optionalInteger(name, 0, Integer.MAX_VALUE);
        return value == null ? null : Math.toIntExact(value);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
