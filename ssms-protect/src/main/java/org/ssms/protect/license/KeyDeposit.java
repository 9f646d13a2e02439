package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;

/**
 * The recorder's deposit of a message key at the license server, made before the first byte of the message is written.
 * Does not print the key.
 */
public final class KeyDeposit {
    private static final int MAX_CHARS = 4096;
    private static final int MAX_OWNER = 255;
    private static final int MAX_CALLER = 1024;
    private static final Set<String> MEMBERS = Set.of("messageId", "key", "owner", "caller");

    private final MessageId messageId;
    private final MessageKey key;
    private final String owner;
    private final String caller;

    /**
     * Makes the document; takes no copy of the key.
     *
     * @param key stays the caller's to close
     * @param owner user name of the mailbox
     * @param caller SIP or tel URI of who left the message
     */
    public KeyDeposit(MessageId messageId, MessageKey key, String owner, String caller) {
        this.messageId = messageId;
        this.key = key;
        this.owner = owner;
        this.caller = caller;
    }

    public MessageId messageId() {
        return messageId;
    }

    public MessageKey key() {
        return key;
    }

    public String owner() {
        return owner;
    }

    public String caller() {
        return caller;
    }

    /** The request body, key in clear: only for the authenticated, encrypted channel. The KID is in the URL. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("key", JsonObject.toBase64Url(key.revealForDeposit()));
        json.put("owner", owner);
        json.put("caller", caller);
        return JsonText.of(json);
    }

    /**
     * Reads a request body.
     *
     * @param kid from the URL
     */
    public static KeyDeposit fromJson(KeyId kid, String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            return new KeyDeposit(
                    json.value("messageId", MessageId::parse),
                    MessageKey.of(kid, json.bytes("key", MessageKey.BYTES)),
                    json.text("owner", MAX_OWNER),
                    json.text("caller", MAX_CALLER));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    @Override
    public String toString() {
        return "KeyDeposit[" + messageId + ", " + key + "]";
    }
}
