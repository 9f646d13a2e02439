package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;
import org.ssms.identity.IdentitySource;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.FinishedRecording;
import org.ssms.protect.recording.RecordingTicket;

/**
 * A stored message. Everything but its state is fixed when it is stored; the sound itself lies in the protected files.
 */
@Entity
@Table(name = "message")
class Message {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "kid")
    private UUID keyId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "mailbox")
    private Mailbox mailbox;

    @Column(name = "caller")
    private String caller;

    @Column(name = "caller_name")
    private String callerName;

    @Column(name = "caller_source")
    @Enumerated(EnumType.STRING)
    private IdentitySource callerSource;

    @Column(name = "received_at")
    private Instant receivedAt;

    @Column(name = "samples")
    private long samples;

    @Column(name = "clock_rate")
    private int clockRate;

    @Column(name = "state")
    @Enumerated(EnumType.STRING)
    private MessageState state;

    @Column(name = "manifest_sha256")
    private String manifestSha256;

    @Column(name = "dialog")
    private String dialog;

    @Column(name = "protected_size")
    private long protectedSize;

    @Column(name = "attestation")
    @Enumerated(EnumType.STRING)
    private @Nullable Attestation attestation;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Message() {}

    Message(FinishedRecording recording, Mailbox mailbox, IdentitySource callerSource) {
        RecordingTicket ticket = recording.ticket();
        this.id = ticket.messageId().value();
        this.keyId = ticket.keyId().value();
        this.mailbox = mailbox;
        this.caller = ticket.caller();
        this.callerName = ticket.callerName();
        this.callerSource = callerSource;
        this.receivedAt = ticket.startedAt();
        this.samples = recording.samples();
        this.clockRate = recording.clockRate();
        this.state = MessageState.NEW;
        this.manifestSha256 = HexFormat.of().formatHex(recording.manifestSha256());
        this.dialog = ticket.dialog();
        this.protectedSize = recording.mp4Bytes();
        this.attestation = ticket.attestation() == null ? null : Attestation.valueOf(ticket.attestation());
    }

    void heard() {
        state = MessageState.HEARD;
    }

    void unheard() {
        state = MessageState.NEW;
    }

    void delete(Instant at) {
        deletedAt = deletedAt == null ? at : deletedAt;
    }

    void restore() {
        deletedAt = null;
    }

    boolean belongsTo(String owner) {
        return mailbox.user().equals(owner);
    }

    Mailbox mailbox() {
        return mailbox;
    }

    KeyId keyId() {
        return new KeyId(keyId);
    }

    String dialog() {
        return dialog;
    }

    String manifestSha256() {
        return manifestSha256;
    }

    long protectedSize() {
        return protectedSize;
    }

    MessageView view() {
        return view(state, null);
    }

    /** As somebody sees it whose state of it is another. */
    MessageView view(MessageState readers, @Nullable String list) {
        return new MessageView(
                new MessageId(id),
                new KeyId(keyId),
                caller,
                callerName,
                callerSource,
                receivedAt,
                Duration.ofNanos(samples * NANOS_PER_SECOND / clockRate),
                readers,
                attestation,
                list);
    }
}
