package org.ssms.protect.license;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.Sha256;

/**
 * What a player gets: the derived keys of one message, the rights, and the hash of the manifest, by which any changed
 * byte of the protected files is found. Does not print or compare keys; close it after use.
 */
public final class LicenseDocument implements AutoCloseable {
    private static final int MAX_CHARS = 32_768;
    private static final int MAX_KEYS = 16;
    private static final Set<String> MEMBERS =
            Set.of("messageId", "kid", "keys", "rights", "extended", "lease", "playEndsAt", "manifestSha256");
    private static final Set<String> KEY_MEMBERS = Set.of("use", "track", "key", "salt");

    private final MessageId messageId;
    private final KeyId keyId;
    private final List<DerivedKey> keys;
    private final UsageRights rights;
    private final UUID lease;
    private final @Nullable Instant playEndsAt;
    private final boolean extended;
    private final byte[] manifestSha256;

    /**
     * Makes the document of keys that were derived already.
     *
     * @param keys are handed over: closing the document closes them
     * @param lease by which the player reports what becomes of the play
     */
    public LicenseDocument(
            MessageId messageId,
            KeyId keyId,
            List<DerivedKey> keys,
            UsageRights rights,
            UUID lease,
            byte[] manifestSha256) {
        this(messageId, keyId, keys, rights, false, lease, null, manifestSha256);
    }

    private LicenseDocument(
            MessageId messageId,
            KeyId keyId,
            List<DerivedKey> keys,
            UsageRights rights,
            boolean extended,
            UUID lease,
            @Nullable Instant playEndsAt,
            byte[] manifestSha256) {
        this.messageId = messageId;
        this.keyId = keyId;
        this.keys = List.copyOf(keys);
        this.rights = rights;
        this.lease = lease;
        this.playEndsAt = playEndsAt;
        this.extended = extended;
        this.manifestSha256 = manifestSha256.clone();
    }

    /** Derives one key for each use, for the audio track; the message key stays the caller's to close. */
    public static LicenseDocument of(
            MessageId messageId,
            MessageKey key,
            Set<KeyUse> uses,
            UsageRights rights,
            UUID lease,
            byte[] manifestSha256) {
        List<DerivedKey> keys = uses.stream()
                .sorted()
                .map(use -> key.derive(use, DerivedKey.AUDIO_TRACK))
                .toList();
        return new LicenseDocument(messageId, key.id(), keys, rights, lease, manifestSha256);
    }

    public MessageId messageId() {
        return messageId;
    }

    public KeyId keyId() {
        return keyId;
    }

    public List<DerivedKey> keys() {
        return keys;
    }

    public UsageRights rights() {
        return rights;
    }

    /** By which the player reports what becomes of the play ({@link LeaseReport}). */
    public UUID lease() {
        return lease;
    }

    /**
     * When this one play is over by the server's clock, whatever the rights allow after it; null: nothing counts it.
     */
    public @Nullable Instant playEndsAt() {
        return playEndsAt;
    }

    /** The same, which takes over the keys, with that end of the play. */
    public LicenseDocument playedUntil(@Nullable Instant end) {
        return new LicenseDocument(messageId, keyId, keys, rights, extended, lease, end, manifestSha256);
    }

    /** Whether the sender has allowed more since than the manifest says. */
    public boolean isExtended() {
        return extended;
    }

    /** The same, which takes over the keys, with that word about the sender. */
    public LicenseDocument extended(boolean bySender) {
        return new LicenseDocument(messageId, keyId, keys, rights, bySender, lease, playEndsAt, manifestSha256);
    }

    /** A copy: SHA-256 of the manifest file. */
    public byte[] manifestSha256() {
        return manifestSha256.clone();
    }

    /** The document with the keys in clear: for the response to the entitled user, nowhere else. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("kid", keyId.toString());
        json.put("keys", keys.stream().map(LicenseDocument::keyJson).toList());
        json.put("rights", rights.toMap());
        if (extended) {
            json.put("extended", true);
        }
        putPlay(json);
        json.put("manifestSha256", JsonObject.toBase64Url(manifestSha256));
        return JsonText.of(json);
    }

    private void putPlay(Map<String, Object> json) {
        json.put("lease", lease.toString());
        if (playEndsAt != null) {
            json.put("playEndsAt", playEndsAt.toString());
        }
    }

    private static Map<String, Object> keyJson(DerivedKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("use", key.use().label());
        json.put("track", key.track());
        json.put("key", JsonObject.toBase64Url(key.revealKey()));
        json.put("salt", JsonObject.toBase64Url(key.revealSalt()));
        return json;
    }

    public static LicenseDocument fromJson(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            List<DerivedKey> keys = new ArrayList<>();
            for (JsonObject key : json.objects("keys", MAX_KEYS)) {
                keys.add(key(key));
            }
            return new LicenseDocument(
                    json.value("messageId", MessageId::parse),
                    json.value("kid", KeyId::parse),
                    keys,
                    UsageRights.read(json.object("rights")),
                    Boolean.TRUE.equals(json.optionalFlag("extended")),
                    json.value("lease", LicenseDocument::lease),
                    json.optionalInstant("playEndsAt"),
                    json.bytes("manifestSha256", Sha256.BYTES));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    private static UUID lease(String text) {
        UUID lease = UUID.fromString(text);
        if (!lease.toString().equals(text)) {
            throw new IllegalArgumentException("not in its canonical form");
        }
        return lease;
    }

    private static DerivedKey key(JsonObject json) throws MalformedJsonException {
        json.onlyMembers(KEY_MEMBERS);
        KeyUse use = json.value("use", KeyUse::parse);
        int track = (int) json.integer("track", DerivedKey.ALL_TRACKS, 255);
        return DerivedKey.of(use, track, json.bytes("key", use.keyBytes()), json.bytes("salt", use.saltBytes()));
    }

    /**
     * The same license for a browser: a JSON Web Key set as EME ClearKey wants it (W3C EME §9.1.4), with the rights,
     * the lease, the end of the play and the hash of the manifest as further members, which no browser heeds by itself.
     * Holds one key in clear.
     *
     * @param use CENC; or SRTP, for players of streams: then the key is master key and master salt in one (RFC 3711
     *     §8.2)
     * @throws IllegalStateException when this document has no key for that
     */
    public String toClearKeyJson(KeyUse use) {
        DerivedKey key = key(use);
        byte[] salt = key.revealSalt();
        byte[] whole = Arrays.copyOf(key.revealKey(), use.keyBytes() + salt.length);
        System.arraycopy(salt, 0, whole, use.keyBytes(), salt.length);
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "oct");
        jwk.put("kid", JsonObject.toBase64Url(keyId.toBytes()));
        jwk.put("k", JsonObject.toBase64Url(whole));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keys", List.of(jwk));
        json.put("type", "temporary");
        json.put("rights", rights.toMap());
        if (extended) {
            json.put("extended", true);
        }
        putPlay(json);
        json.put("manifestSha256", JsonObject.toBase64Url(manifestSha256));
        return JsonText.of(json);
    }

    /**
     * The first key of that use.
     *
     * @throws IllegalStateException when the license does not cover that use
     */
    public DerivedKey key(KeyUse use) {
        return keys.stream()
                .filter(key -> key.use() == use)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the license has no key for " + use));
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.forEach(DerivedKey::close);
    }

    @Override
    public String toString() {
        return "LicenseDocument[" + messageId + ", " + keyId + ", " + rights + ", keys redacted]";
    }
}
