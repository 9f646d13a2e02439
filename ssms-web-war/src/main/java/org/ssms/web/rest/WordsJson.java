package org.ssms.web.rest;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.RightsWords;
import org.ssms.protect.license.UsageRights;

/** The wire form of rights in words. */
final class WordsJson {
    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_RIGHTS = 1001; // of a whole tree, and the reader's own
    private static final int MAX_CHARS_OF_STRANGER = 16_384;
    private static final int MAX_RIGHTS_OF_STRANGER = 10;
    private static final int MAX_ZONE = 64;
    private static final Set<String> MEMBERS = Set.of("zone", "rights");

    private WordsJson() {}

    /**
     * @param known whether the reader has proved who he is: of a stranger no more is read
     * @throws MalformedJsonException says which member is wrong
     */
    static String told(String body, Locale language, boolean known) throws MalformedJsonException {
        JsonObject json = JsonObject.parse(body, known ? MAX_CHARS : MAX_CHARS_OF_STRANGER);
        json.onlyMembers(MEMBERS);
        RightsWords words = new RightsWords(language, zone(json.text("zone", MAX_ZONE)));
        List<Map<String, Object>> told = new ArrayList<>();
        for (JsonObject rights : json.objects("rights", known ? MAX_RIGHTS : MAX_RIGHTS_OF_STRANGER)) {
            told.add(told(words, UsageRights.read(rights)));
        }
        return JsonText.of(Map.of("words", told));
    }

    private static ZoneId zone(String name) throws MalformedJsonException {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new MalformedJsonException("member 'zone' is no time zone");
        }
    }

    private static Map<String, Object> told(RightsWords words, UsageRights rights) {
        Map<String, String> off = new LinkedHashMap<>();
        for (Right<?> right : Right.catalogue()) {
            words.whyOff(right, rights).ifPresent(reason -> off.put(right.name(), reason));
        }
        return Map.of("line", words.line(rights), "off", off);
    }
}
