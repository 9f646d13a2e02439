package org.ssms.protect.recording;

import java.time.Instant;
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
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.Manifest;

/**
 * Lies beside a recording from before its first byte until the message is in the mailbox: whoever finds it knows what
 * is left to do. Holds no key.
 *
 * @param mailbox user name of the owner, or name of a list
 * @param members user names of those to whom the list leads; empty: it is no list
 * @param caller SIP or tel URI
 * @param callerName display name, may be empty
 * @param dialog identifies the call in the logs
 * @param attestation as in {@link Manifest}
 * @param rights as in {@link Manifest}
 * @param isChosen whether the caller has decided these since the deposit: then they are registered with the manifest
 * @param isCancelled whether the caller wants nothing to be left
 */
public record RecordingTicket(
        MessageId messageId,
        KeyId keyId,
        String mailbox,
        List<String> members,
        String caller,
        String callerName,
        Instant startedAt,
        String dialog,
        AudioFormat format,
        @Nullable String attestation,
        UsageRights rights,
        boolean isChosen,
        boolean isCancelled) {
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_TEXT = 1024;
    private static final Set<String> MEMBERS = Set.of(
            "messageId",
            "kid",
            "mailbox",
            "members",
            "caller",
            "callerName",
            "startedAt",
            "dialog",
            "format",
            "attestation",
            "rights",
            "chosen", // of tickets for some days: what led to the rights
            "decided",
            "cancelled");

    /** Longer texts than a ticket holds are cut: they come from outside and only describe. */
    public RecordingTicket {
        members = List.copyOf(members);
        caller = cut(caller);
        callerName = cut(callerName);
        dialog = cut(dialog);
        if (mailbox.length() > MAX_TEXT) {
            throw new IllegalArgumentException("mailbox name of more than " + MAX_TEXT + " characters");
        }
        attestation = attestation == null ? null : Manifest.attestation(attestation);
    }

    /** The same when the caller has decided that. */
    public RecordingTicket choosing(UsageRights chosen) {
        return with(chosen, true, isCancelled);
    }

    /** The same when the caller wants nothing to be left. */
    public RecordingTicket cancelled() {
        return with(rights, isChosen, true);
    }

    private RecordingTicket with(UsageRights newRights, boolean chosen, boolean cancelled) {
        return new RecordingTicket(
                messageId,
                keyId,
                mailbox,
                members,
                caller,
                callerName,
                startedAt,
                dialog,
                format,
                attestation,
                newRights,
                chosen,
                cancelled);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId.value());
        json.put("kid", keyId.toString());
        json.put("mailbox", mailbox);
        if (!members.isEmpty()) {
            json.put("members", members);
        }
        json.put("caller", caller);
        json.put("callerName", callerName);
        json.put("startedAt", startedAt.toString());
        json.put("dialog", dialog);
        json.put("format", format.name());
        if (attestation != null) {
            json.put("attestation", attestation);
        }
        json.put("rights", rights.toMap());
        if (isChosen) {
            json.put("decided", true);
        }
        if (isCancelled) {
            json.put("cancelled", true);
        }
        return JsonText.of(json);
    }

    /**
     * Reads a ticket file.
     *
     * @throws MalformedTicketException when this is not a whole ticket, for example torn by a crash
     */
    public static RecordingTicket fromJson(String text) throws MalformedTicketException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_BYTES);
            json.onlyMembers(MEMBERS);
            return new RecordingTicket(
                    json.value("messageId", MessageId::parse),
                    json.value("kid", KeyId::parse),
                    json.text("mailbox", MAX_TEXT),
                    json.has("members") ? json.texts("members", KeyDeposit.MAX_MEMBERS, MAX_TEXT) : List.of(),
                    json.text("caller", MAX_TEXT),
                    json.text("callerName", MAX_TEXT),
                    json.instant("startedAt"),
                    json.text("dialog", MAX_TEXT),
                    json.value("format", AudioFormat::valueOf),
                    json.optionalValue("attestation", Manifest::attestation),
                    json.has("rights") ? UsageRights.read(json.object("rights")) : UsageRights.UNLIMITED,
                    json.has("chosen") || Boolean.TRUE.equals(json.optionalFlag("decided")),
                    Boolean.TRUE.equals(json.optionalFlag("cancelled")));
        } catch (MalformedJsonException e) {
            throw new MalformedTicketException(e.problem());
        }
    }
}
