package org.ssms.protect.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.Manifest.Track;

/** The payload of the JWS. */
final class ManifestJson {
    private static final int MAX_TEXT = 1024;
    private static final int MAX_FRAGMENTS = 0xffff;
    private static final Set<String> MEMBERS = Set.of(
            "messageId",
            "kid",
            "mailbox",
            "caller",
            "attestation",
            "startedAt",
            "tracks",
            "head",
            "fragments",
            "srtp",
            "rights");
    private static final Set<String> TRACK_MEMBERS = Set.of("track", "codec", "clockRate", "samples");
    private static final Set<String> PART_MEMBERS = Set.of("bytes", "sha256");

    private ManifestJson() {}

    static String write(Manifest manifest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", manifest.messageId().value());
        json.put("kid", manifest.keyId().toString());
        json.put("mailbox", manifest.mailbox());
        json.put("caller", manifest.caller());
        if (manifest.attestation() != null) {
            json.put("attestation", manifest.attestation());
        }
        json.put("startedAt", manifest.startedAt().toString());
        json.put("rights", manifest.rights().toMap());
        json.put("tracks", List.of(track(manifest.track())));
        json.put("head", part(manifest.hashes().head()));
        json.put(
                "fragments",
                manifest.hashes().fragments().stream().map(ManifestJson::part).toList());
        json.put("srtp", part(manifest.hashes().srtp()));
        return JsonText.of(json);
    }

    private static Map<String, Object> track(Track track) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("track", track.number());
        json.put("codec", track.codec());
        json.put("clockRate", track.clockRate());
        json.put("samples", track.samples());
        return json;
    }

    private static Map<String, Object> part(HashedPart part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bytes", part.bytes());
        json.put("sha256", part.sha256());
        return json;
    }

    static Manifest read(String text) throws TamperedMessageException {
        try {
            JsonObject json = JsonObject.parse(text, Manifest.MAX_BYTES);
            json.onlyMembers(MEMBERS);
            return new Manifest(
                    json.value("messageId", MessageId::parse),
                    json.value("kid", KeyId::parse),
                    json.text("mailbox", MAX_TEXT),
                    json.text("caller", MAX_TEXT),
                    json.instant("startedAt"),
                    readTrack(json.objects("tracks", 1)),
                    readHashes(json),
                    json.optionalValue("attestation", Manifest::attestation),
                    json.has("rights") ? UsageRights.read(json.object("rights")) : UsageRights.UNLIMITED);
        } catch (MalformedJsonException e) {
            throw new TamperedMessageException("the manifest is malformed: " + e.problem());
        }
    }

    private static Track readTrack(List<JsonObject> tracks) throws MalformedJsonException {
        if (tracks.isEmpty()) {
            throw new MalformedJsonException("no track");
        }
        JsonObject json = tracks.get(0);
        json.onlyMembers(TRACK_MEMBERS);
        return new Track(
                (int) json.integer("track", 1, 255),
                json.text("codec", 64),
                (int) json.integer("clockRate", 1, 192_000),
                json.integer("samples", 1, Long.MAX_VALUE));
    }

    private static FileHashes readHashes(JsonObject json) throws MalformedJsonException {
        List<HashedPart> fragments = new ArrayList<>();
        for (JsonObject fragment : json.objects("fragments", MAX_FRAGMENTS)) {
            fragments.add(readPart(fragment));
        }
        return new FileHashes(readPart(json.object("head")), fragments, readPart(json.object("srtp")));
    }

    private static HashedPart readPart(JsonObject json) throws MalformedJsonException {
        json.onlyMembers(PART_MEMBERS);
        return new HashedPart(
                json.integer("bytes", 0, Integer.MAX_VALUE),
                JsonObject.toBase64Url(json.bytes("sha256", Sha256.BYTES)));
    }
}
