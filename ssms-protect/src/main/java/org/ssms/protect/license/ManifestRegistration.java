package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;

/** The recorder's word to the license server that the files of a message are finished: the hash of their manifest. */
public final class ManifestRegistration {
    private static final int MAX_CHARS = 1024;
    private static final Set<String> MEMBERS = Set.of("messageId", "sha256");

    private final MessageId messageId;
    private final byte[] sha256;

    public ManifestRegistration(MessageId messageId, byte[] sha256) {
        this.messageId = messageId;
        this.sha256 = sha256.clone();
    }

    public MessageId messageId() {
        return messageId;
    }

    /** A copy: SHA-256 of the manifest file. */
    public byte[] sha256() {
        return sha256.clone();
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("sha256", JsonObject.toBase64Url(sha256));
        return JsonText.of(json);
    }

    public static ManifestRegistration fromJson(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            return new ManifestRegistration(
                    json.value("messageId", MessageId::parse), json.bytes("sha256", Sha256.BYTES));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }
}
