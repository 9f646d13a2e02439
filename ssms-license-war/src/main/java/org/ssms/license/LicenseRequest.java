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
 * @param playerKey thumbprint (RFC 7638) of the player's key that the license will be encrypted to; null: to none
 * @param nonce by which a session tells its requests apart; null: by nothing
 * @param isProvedOnce whether who sends the same request again is refused before it comes here
 */
public record LicenseRequest(
        @Nullable MessageId messageId,
        List<KeyId> keyIds,
        Set<KeyUse> uses,
        @Nullable String playerKey,
        @Nullable SessionNonce nonce,
        boolean isProvedOnce,
        String requester,
        String address) {
    public LicenseRequest {
        keyIds = List.copyOf(keyIds);
        uses = Set.copyOf(uses);
        if (messageId == null && keyIds.isEmpty()) {
            throw new IllegalArgumentException("a license request names a message");
        }
    }

    /** A choice of the client, used by one session. What it was chosen by another session for is nobody's business. */
    public record SessionNonce(UUID session, String value) {}

    boolean encrypted() {
        return playerKey != null;
    }

    /**
     * What is good for one license: whoever asks, with that key of his player or else with that nonce of his session.
     * Somebody else's requests are not told from new ones. Null: nothing tells this request from its repetition.
     */
    @Nullable
    String once() {
        if (playerKey != null) {
            return digest(requester + "\n" + playerKey);
        }
        return nonce == null ? null : digest(requester + "\n" + nonce.session() + "\n" + nonce.value());
    }

    /** Whether whoever captured it gets nothing for it. */
    boolean isGoodOnce() {
        return isProvedOnce || once() != null;
    }

    private static String digest(String text) {
        return JsonObject.toBase64Url(Sha256.of(text.getBytes(UTF_8)));
    }

    boolean names(StoredKey key) {
        return (messageId == null || messageId.equals(key.messageId()))
                && (keyIds.isEmpty() || keyIds.contains(key.keyId()));
    }

    /** The audit entry of a license for {@code key} by a grant. */
    AuditEntry granted(StoredKey key, UUID grantId) {
        return new AuditEntry(AuditEvent.LICENSE, key.keyId(), key.messageId(), grantId, origin(), null);
    }

    /** The audit entry of a refusal, with the names as they were asked for. */
    AuditEntry refused(Reason reason) {
        return new AuditEntry(AuditEvent.LICENSE, keyIds.isEmpty() ? null : keyIds.get(0), messageId, origin(), reason);
    }

    private Origin origin() {
        return new Origin(requester, address);
    }
}
