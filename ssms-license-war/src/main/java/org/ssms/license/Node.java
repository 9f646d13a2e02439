package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A running process of the license server, a new one at each start. It is alive as long as it says so. */
@Entity
@Table(name = "license_node")
public class Node {
    @Id
    private UUID id;

    @Column(name = "seen_at")
    private Instant seenAt;

    protected Node() {}

    Node(UUID id, Instant now) {
        this.id = id;
        this.seenAt = now;
    }

    UUID id() {
        return id;
    }

    Instant seenAt() {
        return seenAt;
    }
}
