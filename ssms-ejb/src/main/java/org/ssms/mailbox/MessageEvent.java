package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.IdentitySource;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/** One line of the audit; only ever added. Its number gives the order also within one millisecond. */
@Entity
@Table(name = "message_event")
class MessageEvent {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "number")
    private Long number;

    @Column(name = "message_id")
    private String messageId;

    @Column(name = "kid")
    private UUID keyId;

    @Column(name = "event")
    @Enumerated(EnumType.STRING)
    private MessageEventType type;

    @Column(name = "at")
    private Instant at;

    @Column(name = "dialog")
    private String dialog;

    @Column(name = "caller_source")
    @Enumerated(EnumType.STRING)
    private @Nullable IdentitySource callerSource;

    @Column(name = "audited_caller")
    private @Nullable String auditedCaller;

    @Column(name = "reader")
    private @Nullable String reader;

    protected MessageEvent() {}

    MessageEvent(MessageId messageId, KeyId keyId, String dialog, MessageEventType type, Instant at) {
        this.messageId = messageId.value();
        this.keyId = keyId.value();
        this.dialog = dialog;
        this.type = type;
        this.at = at;
    }

    void callerIs(IdentitySource source, @Nullable String auditedAddress) {
        callerSource = source;
        auditedCaller = auditedAddress;
    }

    void readerIs(String user) {
        reader = user;
    }
}
