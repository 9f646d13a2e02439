package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private static final int MAX_CHARS = 64 * 1024;
    private static final int MAX_OWNER = 255;
    private static final int MAX_CALLER = 1024;
    private static final Set<String> MEMBERS =
            Set.of("messageId", "key", "owner", "members", "caller", "sender", "rights");

    /** A list of people to whom one message goes has no more. */
    public static final int MAX_MEMBERS = 50;

    private final MessageId messageId;
    private final MessageKey key;
    private final String owner;
    private final List<String> members;
    private final String caller;
    private final @Nullable String sender;
    private final @Nullable UsageRights chosen;

    /**
     * Makes the document; takes no copy of the key.
     *
     * @param key stays the caller's to close
     * @param owner name of the mailbox
     * @param members user names of those who get a grant each, where the mailbox is a list; empty: it is its owner's
     * @param caller SIP or tel URI of who left the message
     * @param sender user name of who left it, where the recorder has proof of that; null: nobody's word counts later
     * @param chosen what the caller has asked for; null: nothing, the defaults hold
     */
    public KeyDeposit(
            MessageId messageId,
            MessageKey key,
            String owner,
            List<String> members,
            String caller,
            @Nullable String sender,
            @Nullable UsageRights chosen) {
        this.messageId = messageId;
        this.key = key;
        this.owner = owner;
        this.members = List.copyOf(members);
        this.caller = caller;
        this.sender = sender;
        this.chosen = chosen;
    }

    /** For one owner. */
    public KeyDeposit(
            MessageId messageId,
            MessageKey key,
            String owner,
            String caller,
            @Nullable String sender,
            @Nullable UsageRights chosen) {
        this(messageId, key, owner, List.of(), caller, sender, chosen);
    }

    /** Of somebody who proved nothing. */
    public KeyDeposit(MessageId messageId, MessageKey key, String owner, String caller, @Nullable UsageRights chosen) {
        this(messageId, key, owner, caller, null, chosen);
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

    public List<String> members() {
        return members;
    }

    public String caller() {
        return caller;
    }

    public @Nullable String sender() {
        return sender;
    }

    public @Nullable UsageRights chosen() {
        return chosen;
    }

    /** The request body, key in clear: only for the authenticated, encrypted channel. The KID is in the URL. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("key", JsonObject.toBase64Url(key.revealForDeposit()));
        json.put("owner", owner);
        if (!members.isEmpty()) {
            json.put("members", members);
        }
        json.put("caller", caller);
        if (sender != null) {
            json.put("sender", sender);
        }
        if (chosen != null) {
            json.put("rights", chosen.toMap());
        }
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
                    members(json),
                    json.text("caller", MAX_CALLER),
                    json.optionalText("sender", MAX_OWNER),
                    json.has("rights") ? UsageRights.read(json.object("rights")) : null);
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    private static List<String> members(JsonObject json) throws MalformedJsonException, MalformedLicenseException {
        if (!json.has("members")) {
            return List.of();
        }
        List<String> members = json.texts("members", MAX_MEMBERS, MAX_OWNER);
        if (Set.copyOf(members).size() != members.size()) {
            throw new MalformedLicenseException("member 'members' names somebody twice");
        }
        return members;
    }

    @Override
    public String toString() {
        return "KeyDeposit[" + messageId + ", " + key + "]";
    }
}
