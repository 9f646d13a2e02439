package org.ssms.license.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A token that was given back before its end. */
@Entity
@Table(name = "revoked_token")
public class RevokedToken {
    @Id
    private UUID jti;

    @Column(name = "expires_at", updatable = false)
    private Instant expiresAt;

    protected RevokedToken() {}

    RevokedToken(Session session) {
        this.jti = session.id();
        this.expiresAt = session.expiresAt();
    }
}
