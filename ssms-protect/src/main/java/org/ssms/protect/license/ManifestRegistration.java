package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;

/**
 * The recorder's word to the license server that the files of a message are finished: the hash of their manifest, and
 * what the caller has chosen while he spoke.
 */
public final class ManifestRegistration {
    private static final int MAX_CHARS = 64 * 1024;
    private static final Set<String> MEMBERS = Set.of("messageId", "sha256", "rights");

    private final MessageId messageId;
    private final byte[] sha256;
    private final @Nullable UsageRights chosen;

    /** @param chosen instead of what the deposit said; null: that holds */
    public ManifestRegistration(MessageId messageId, byte[] sha256, @Nullable UsageRights chosen) {
        this.messageId = messageId;
        this.sha256 = sha256.clone();
        this.chosen = chosen;
    }

    public ManifestRegistration(MessageId messageId, byte[] sha256) {
        this(messageId, sha256, null);
    }

    public MessageId messageId() {
        return messageId;
    }

    /** A copy: SHA-256 of the manifest file. */
    public byte[] sha256() {
        return sha256.clone();
    }

    public @Nullable UsageRights chosen() {
        return chosen;
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("sha256", JsonObject.toBase64Url(sha256));
        if (chosen != null) {
            json.put("rights", chosen.toMap());
        }
        return JsonText.of(json);
    }

    public static ManifestRegistration fromJson(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            return new ManifestRegistration(
                    json.value("messageId", MessageId::parse),
                    json.bytes("sha256", Sha256.BYTES),
                    json.has("rights") ? UsageRights.read(json.object("rights")) : null);
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }
}
