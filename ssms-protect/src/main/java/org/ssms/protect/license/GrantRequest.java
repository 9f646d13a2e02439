package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;

/**
 * A holder's wish to forward a message.
 *
 * @param to user name of the receiver, or {@code mailto:} and the address of a guest
 * @param rights what he is to have; an absent right: as much as the forwarder may give
 * @param playsShared no plays are set aside for him: he and the forwarder play out of what the forwarder has, whoever
 *     comes first; {@code plays} is the most that he takes of them
 * @param attach whether the mail to a guest brings the protected file
 */
public record GrantRequest(String to, UsageRights rights, boolean playsShared, boolean attach) {
    private static final String PLAYS_SHARED = "playsShared";
    private static final String ATTACH = "attach";
    private static final int MAX_CHARS = 131_072;
    private static final int MAX_TO = 255;
    private static final Set<String> MEMBERS = Set.of("to", "rights", PLAYS_SHARED, ATTACH);

    /** Whose plays are set aside for him, without the file. */
    public GrantRequest(String to, UsageRights rights) {
        this(to, rights, false, false);
    }

    /** The same for somebody under the name that holders have. */
    public GrantRequest forHolder(String name) {
        return new GrantRequest(name, rights, playsShared, attach);
    }

    /** The same with other rights for him. */
    public GrantRequest withRights(UsageRights other) {
        return new GrantRequest(to, other, playsShared, attach);
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("to", to);
        json.put("rights", rights.toMap());
        if (playsShared) {
            json.put(PLAYS_SHARED, true);
        }
        if (attach) {
            json.put(ATTACH, true);
        }
        return JsonText.of(json);
    }

    /**
     * Reads a request body.
     *
     * @throws MalformedLicenseException names the member that is wrong
     */
    public static GrantRequest fromJson(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            return new GrantRequest(
                    json.text("to", MAX_TO),
                    UsageRights.read(json.object("rights")),
                    Boolean.TRUE.equals(json.optionalFlag(PLAYS_SHARED)),
                    Boolean.TRUE.equals(json.optionalFlag(ATTACH)));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }
}
