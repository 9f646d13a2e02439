package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.audit.AuditKeys;
import org.ssms.protect.audit.AuditMember;
import org.ssms.protect.audit.AuditRow;

/**
 * A row of the audit: written once, never changed. Ids ascend in the order of writing; a rollback leaves a gap. Its
 * place in the chain, and the hash there, it gets after the commit, by {@link org.ssms.license.audit.AuditChain}.
 */
@Entity
@Table(name = "license_audit")
public class LicenseAudit {
    @Id
    private long id;

    @Column(updatable = false)
    private Instant at;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private AuditEvent event;

    @Column(updatable = false)
    private @Nullable UUID kid;

    @Column(name = "message_id", updatable = false)
    private @Nullable String messageId;

    @Column(name = "grant_id", updatable = false)
    private @Nullable UUID grantId;

    @Column(updatable = false)
    private @Nullable String actor;

    @Column(updatable = false)
    private String decision;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private @Nullable Reason reason;

    @Column(updatable = false)
    private @Nullable String recipient;

    @Column(updatable = false)
    private @Nullable String member;

    @Column(name = "remote_address", updatable = false)
    private String remoteAddress;

    /** Null: of before the chain. */
    @Column(updatable = false)
    private @Nullable String mac;

    protected LicenseAudit() {}

    /** @param at of whole microseconds */
    LicenseAudit(long id, AuditEntry entry, Instant at) {
        this.id = id;
        this.at = at;
        this.event = entry.event();
        this.kid = entry.keyId() == null ? null : entry.keyId().value();
        this.messageId = entry.messageId() == null ? null : entry.messageId().value();
        this.grantId = entry.grantId();
        this.actor = entry.origin().actor();
        this.decision = entry.isGranted() ? "GRANTED" : "REFUSED";
        this.reason = entry.reason();
        this.recipient = entry.recipient();
        this.member = entry.member();
        this.remoteAddress = entry.origin().address();
    }

    long id() {
        return id;
    }

    /** Makes the row one that nobody without the key can make or change. */
    void seal(AuditKeys keys) {
        mac = keys.mac(row());
    }

    /** What it says, in the texts that its columns have. */
    private AuditRow row() {
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        texts.put(AuditMember.ID, Long.toString(id));
        texts.put(AuditMember.AT, at.toString());
        texts.put(AuditMember.EVENT, event.name());
        put(texts, AuditMember.KID, kid);
        put(texts, AuditMember.MESSAGE_ID, messageId);
        put(texts, AuditMember.GRANT_ID, grantId);
        put(texts, AuditMember.ACTOR, actor);
        texts.put(AuditMember.DECISION, decision);
        put(texts, AuditMember.REASON, reason);
        put(texts, AuditMember.RECIPIENT, recipient);
        put(texts, AuditMember.MEMBER, member);
        texts.put(AuditMember.REMOTE_ADDRESS, remoteAddress);
        return AuditRow.of(texts);
    }

    private static void put(Map<AuditMember, String> texts, AuditMember member, @Nullable Object value) {
        if (value != null) {
            texts.put(member, value.toString());
        }
    }
}
