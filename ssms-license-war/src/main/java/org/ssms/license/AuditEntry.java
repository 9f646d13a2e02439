package org.ssms.license;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/**
 * One decision as it goes into the audit. Fired as a CDI event too, so that counters see what was committed.
 *
 * @param keyId null when the decision is about no key or the asker named none
 * @param messageId null likewise
 * @param grantId likewise
 * @param reason null: granted
 * @param recipient to whom a message is, or was not, forwarded, in the asker's words; null: it is about nobody else
 * @param member of the request that asks for too much; null: it is about no member
 */
public record AuditEntry(
        AuditEvent event,
        @Nullable KeyId keyId,
        @Nullable MessageId messageId,
        @Nullable UUID grantId,
        Origin origin,
        @Nullable Reason reason,
        @Nullable String recipient,
        @Nullable String member) {
    /** About no other user. */
    public AuditEntry(
            AuditEvent event,
            @Nullable KeyId keyId,
            @Nullable MessageId messageId,
            @Nullable UUID grantId,
            Origin origin,
            @Nullable Reason reason) {
        this(event, keyId, messageId, grantId, origin, reason, null, null);
    }

    /** About no grant. */
    public AuditEntry(
            AuditEvent event,
            @Nullable KeyId keyId,
            @Nullable MessageId messageId,
            Origin origin,
            @Nullable Reason reason) {
        this(event, keyId, messageId, null, origin, reason);
    }

    public static AuditEntry granted(AuditEvent event, Origin origin) {
        return new AuditEntry(event, null, null, origin, null);
    }

    public static AuditEntry refused(AuditEvent event, Origin origin, Reason reason) {
        return new AuditEntry(event, null, null, origin, reason);
    }

    /** The same about somebody else, too. */
    public AuditEntry to(String user) {
        return new AuditEntry(event, keyId, messageId, grantId, origin, reason, user, member);
    }

    /** The same with what it is about. */
    AuditEntry of(StoredKey key, @Nullable UUID grant) {
        return new AuditEntry(event, key.keyId(), key.messageId(), grant, origin, reason, recipient, member);
    }

    AuditEntry refused(Reason why) {
        return new AuditEntry(event, keyId, messageId, grantId, origin, why, recipient, member);
    }

    /** The same with the member that asks for too much. */
    AuditEntry because(@Nullable String tooMuch) {
        return new AuditEntry(event, keyId, messageId, grantId, origin, reason, recipient, tooMuch);
    }

    public boolean isGranted() {
        return reason == null;
    }
}
