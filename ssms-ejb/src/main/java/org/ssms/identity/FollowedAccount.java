package org.ssms.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has been done here after an account of the license server was reset or deleted. */
@Entity
@Table(name = "account_followed")
class FollowedAccount {
    @Id
    private String username;

    @Column(name = "cleared_at")
    private @Nullable Instant clearedAt;

    @Column(name = "reset_version")
    private long resetVersion;

    protected FollowedAccount() {}

    FollowedAccount(String username) {
        this.username = username;
    }

    void cleared(Instant now) {
        clearedAt = now;
    }

    void reset(long version) {
        resetVersion = version;
    }

    boolean isCleared() {
        return clearedAt != null;
    }

    long resetVersion() {
        return resetVersion;
    }
}
