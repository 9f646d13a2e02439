package org.ssms.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.MadeAt;

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

    /** Of its owner's account when he was proved; null: an operator gave it. */
    @Column(name = "account_version")
    private @Nullable Long accountVersion;

    protected SipSecret() {}

    SipSecret(String user, String sealed, @Nullable Long accountVersion, Instant renewedAt) {
        this.user = user;
        this.sealed = sealed;
        this.accountVersion = accountVersion;
        this.renewedAt = renewedAt;
    }

    String user() {
        return user;
    }

    String sealed() {
        return sealed;
    }

    MadeAt made() {
        return new MadeAt(accountVersion, renewedAt);
    }

    void renew(String newlySealed, @Nullable Long version, Instant now) {
        sealed = newlySealed;
        accountVersion = version;
        renewedAt = now;
    }
}
