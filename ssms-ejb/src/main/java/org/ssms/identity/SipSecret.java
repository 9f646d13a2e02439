package org.ssms.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The sealed phone password of one subscriber. */
@Entity
@Table(name = "sip_secret")
class SipSecret {
    @Id
    @Column(name = "username")
    private String user;

    @Column(name = "sealed")
    private String sealed;

    @Column(name = "renewed_at")
    private Instant renewedAt;

    protected SipSecret() {}

    SipSecret(String user, String sealed, Instant renewedAt) {
        this.user = user;
        this.sealed = sealed;
        this.renewedAt = renewedAt;
    }

    String user() {
        return user;
    }

    String sealed() {
        return sealed;
    }

    Instant renewedAt() {
        return renewedAt;
    }

    void renew(String newlySealed, Instant now) {
        sealed = newlySealed;
        renewedAt = now;
    }
}
