package org.ssms.license;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;

/**
 * Who wants which keys of which message. The message is named by its id, by KID, or by both, which must then agree.
 *
 * @param messageId null: named by KID only
 * @param keyIds the message's KID must be among them; empty: named by message id only
 * @param uses for what keys are wanted; no other key is released
 * @param once what tells it from its repetition (T1)
 * @param byPhone a media node asks, which plays the message to who has called it and said his PIN
 */
public record LicenseRequest(
        @Nullable MessageId messageId,
        List<KeyId> keyIds,
        Set<KeyUse> uses,
        Once once,
        String requester,
        boolean byPhone,
        String address) {
    public LicenseRequest {
        keyIds = List.copyOf(keyIds);
        uses = Set.copyOf(uses);
        if (messageId == null && keyIds.isEmpty()) {
            throw new IllegalArgumentException("a license request names a message");
        }
    }

    /** Whoever captured a request gets nothing for it. Somebody else's requests are not told from new ones. */
    public sealed interface Once {
        /** A key of the player, good for one license, which will be encrypted to it. */
        record PlayerKey(String thumbprint) implements Once {}

        /** A choice of the client, used by one session for one license. */
        record Nonce(UUID session, String value) implements Once {}

        /** The session is bound to a key: the same request is refused before it comes here. */
        record Proof() implements Once {}

        /** Nothing of the request itself: a session is given one license for a message. */
        record Session(UUID id) implements Once {}
    }

    boolean encrypted() {
        return once instanceof Once.PlayerKey;
    }

    /** What is good for one license of whatever message; null: nothing is. */
    @Nullable
    String forAny() {
        if (once instanceof Once.PlayerKey key) {
            return digest(key.thumbprint());
        }
        return once instanceof Once.Nonce nonce ? digest(nonce.session() + "\n" + nonce.value()) : null;
    }

    /** What is good for one license of this message; null: nothing is. */
    @Nullable
    String forMessage(MessageId message) {
        // no nonce has an end of line: none of the client's is one of these
        return once instanceof Once.Session session ? digest(session.id() + "\n" + message + "\n") : null;
    }

    private String digest(String text) {
        return JsonObject.toBase64Url(Sha256.of((requester + "\n" + text).getBytes(UTF_8)));
    }

    boolean names(StoredKey key) {
        return (messageId == null || messageId.equals(key.messageId()))
                && (keyIds.isEmpty() || keyIds.contains(key.keyId()));
    }

    /**
     * The audit entry of a license for {@code key} by a grant.
     *
     * @param reason why it is not given a second time; null: it is given
     */
    AuditEntry byGrant(StoredKey key, UUID grantId, @Nullable Reason reason) {
        return new AuditEntry(AuditEvent.LICENSE, key.keyId(), key.messageId(), grantId, origin(), reason);
    }

    /** The audit entry of a refusal, with the names as they were asked for. */
    AuditEntry refused(Reason reason) {
        return new AuditEntry(AuditEvent.LICENSE, keyIds.isEmpty() ? null : keyIds.get(0), messageId, origin(), reason);
    }

    /**
     * The audit entry of a look, with the names as they were asked for.
     *
     * @param reason why nothing was seen; null: the license would be given
     */
    AuditEntry looked(@Nullable Reason reason) {
        return new AuditEntry(
                AuditEvent.RIGHTS_SHOWN, keyIds.isEmpty() ? null : keyIds.get(0), messageId, origin(), reason);
    }

    private Origin origin() {
        return new Origin(requester, address);
    }
}
