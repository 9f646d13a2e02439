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
 */
public record AuditEntry(
        AuditEvent event,
        @Nullable KeyId keyId,
        @Nullable MessageId messageId,
        @Nullable UUID grantId,
        Origin origin,
        @Nullable Reason reason) {
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

    public boolean isGranted() {
        return reason == null;
    }
}
