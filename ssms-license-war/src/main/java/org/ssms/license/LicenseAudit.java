package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the audit: written once, never changed. Ids ascend in the order of writing; a rollback leaves a gap. */
@Entity
@Table(name = "license_audit")
public class LicenseAudit {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "license_audit_id")
    @SequenceGenerator(name = "license_audit_id", sequenceName = "license_audit_id", allocationSize = 1)
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

    protected LicenseAudit() {}

    LicenseAudit(AuditEntry entry, Instant at) {
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
}
