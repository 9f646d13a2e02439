package org.ssms.protect.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.Sha256;

/**
 * What the license server signs of the chain: how long it is, and its hash there. It stands for all rows up to that
 * place.
 *
 * @param chain which one: made at random with the first row
 * @param number of this head: 1, 2, 3 ...
 * @param place of the last row
 * @param hash of the chain up to there, base64url of 32 bytes
 * @param at when it was signed, by the clock of the server
 */
public record AuditHead(UUID chain, long number, long place, String hash, Instant at) {
    private static final int MAX_CHARS = 1024;
    private static final Set<String> NAMES = Set.of("chain", "number", "place", AuditRow.HASH, "at");

    String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("chain", chain.toString());
        members.put("number", number);
        members.put("place", place);
        members.put(AuditRow.HASH, hash);
        members.put("at", at.toString());
        return JsonText.of(members);
    }

    static AuditHead fromJson(String text) throws MalformedJsonException {
        JsonObject json = JsonObject.parse(text, MAX_CHARS);
        json.onlyMembers(NAMES);
        return new AuditHead(
                json.value("chain", UUID::fromString),
                json.integer("number", 1, Long.MAX_VALUE),
                json.integer("place", 1, Long.MAX_VALUE),
                JsonObject.toBase64Url(json.bytes(AuditRow.HASH, Sha256.BYTES)),
                json.instant("at"));
    }
}
