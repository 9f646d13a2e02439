package org.ssms.greeting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;

/** A greeting that is there. */
@Entity
@Table(name = "greeting")
@IdClass(GreetingId.class)
class Greeting {
    static final int SAMPLES_PER_SECOND = 8000;

    @Id
    @Column(name = "mailbox")
    private String mailbox;

    @Id
    @Column(name = "kind")
    @Enumerated(EnumType.STRING)
    private GreetingKind kind;

    @Column(name = "kid")
    private UUID kid;

    @Column(name = "samples")
    private int samples;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "ends_at")
    private @Nullable Instant endsAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Greeting() {}

    Greeting(String mailbox, GreetingKind kind, Recording recording) {
        this.mailbox = mailbox;
        this.kind = kind;
        this.kid = recording.kid().value();
        this.samples = recording.samples();
        this.recordedAt = recording.at();
        this.endsAt = recording.until();
    }

    /** What was recorded. */
    record Recording(
            KeyId kid, int samples, Instant at, @Nullable Instant until) {}

    KeyId keyId() {
        return new KeyId(kid);
    }

    void replace(Recording recording) {
        kid = recording.kid().value();
        samples = recording.samples();
        recordedAt = recording.at();
        endsAt = recording.until();
    }

    GreetingView view() {
        return new GreetingView(kind, length(samples), recordedAt, endsAt);
    }

    static Duration length(int samples) {
        return Duration.ofMillis(samples * 1000L / SAMPLES_PER_SECOND);
    }
}
