package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;

/**
 * What a user has decided of rights beforehand (C31).
 *
 * @param calling of a message that he leaves without choosing any; null: the domain's default
 * @param called the most that a message for him has, whoever leaves it
 */
public record DefaultRights(@Nullable UsageRights calling, UsageRights called) {
    /** Nothing is decided. */
    public static final DefaultRights NONE = new DefaultRights(null, UsageRights.UNLIMITED);

    private static final int MAX_CHARS = 262_144;
    private static final String CALLING = "calling";
    private static final String CALLED = "called";
    private static final Set<String> MEMBERS = Set.of(CALLING, CALLED);

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (calling != null) {
            json.put(CALLING, calling.toMap());
        }
        json.put(CALLED, called.toMap());
        return JsonText.of(json);
    }

    /**
     * Reads what {@link #toJson} writes; an absent member is one for which nothing is decided.
     *
     * @throws MalformedLicenseException names the member that is wrong
     */
    public static DefaultRights fromJson(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            UsageRights called = rights(json, CALLED);
            return new DefaultRights(rights(json, CALLING), called == null ? UsageRights.UNLIMITED : called);
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    private static @Nullable UsageRights rights(JsonObject json, String member) throws MalformedJsonException {
        if (!json.has(member)) {
            return null;
        }
        JsonObject rights = json.object(member);
        try {
            return UsageRights.read(rights);
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(e.problem() + ", in '" + member + "'");
        }
    }
}
