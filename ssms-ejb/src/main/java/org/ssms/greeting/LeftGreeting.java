package org.ssms.greeting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.ssms.protect.key.KeyId;

/** A key, and perhaps a file, that is no greeting, or not yet. */
@Entity
@Table(name = "greeting_left")
class LeftGreeting {
    @Id
    @Column(name = "kid")
    private UUID kid;

    @Column(name = "since")
    private Instant since;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected LeftGreeting() {}

    LeftGreeting(KeyId kid, Instant since) {
        this.kid = kid.value();
        this.since = since;
    }
}
