package org.ssms.license;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;

/**
 * Who wants which keys of which message. The message is named by its id, by KID, or by both, which must then agree.
 *
 * @param messageId null: named by KID only
 * @param keyIds the message's KID must be among them; empty: named by message id only
 * @param uses for what keys are wanted; no other key is released
 * @param encrypted whether the license will be, to a key of the player
 */
public record LicenseRequest(
        @Nullable MessageId messageId,
        List<KeyId> keyIds,
        Set<KeyUse> uses,
        boolean encrypted,
        String requester,
        String address) {
    public LicenseRequest {
        keyIds = List.copyOf(keyIds);
        uses = Set.copyOf(uses);
        if (messageId == null && keyIds.isEmpty()) {
            throw new IllegalArgumentException("a license request names a message");
        }
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
