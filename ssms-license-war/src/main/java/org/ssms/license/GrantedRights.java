package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.UsageRights;

/** {@link UsageRights} as columns of a grant, one column for each right; null does not restrict. */
@Embeddable
public class GrantedRights {
    /** Cannot be part of a user name. */
    private static final String SEPARATOR = "\n";

    @Column(updatable = false)
    private @Nullable String users;

    @Column(updatable = false)
    private @Nullable Integer plays;

    @Column(name = "not_before", updatable = false)
    private @Nullable Instant notBefore;

    @Column(name = "not_after", updatable = false)
    private @Nullable Instant notAfter;

    @Column(name = "play_for_seconds", updatable = false)
    private @Nullable Long playForSeconds;

    @Column(name = "forward_depth", updatable = false)
    private @Nullable Integer forwardDepth;

    @Column(name = "save_allowed", updatable = false)
    private @Nullable Boolean save;

    @Column(name = "modify_allowed", updatable = false)
    private @Nullable Boolean modify;

    @Column(name = "reply_allowed", updatable = false)
    private @Nullable Boolean reply;

    @Column(name = "transcript_allowed", updatable = false)
    private @Nullable Boolean transcript;

    @Column(name = "phone_playback_allowed", updatable = false)
    private @Nullable Boolean phonePlayback;

    @Column(name = "min_drm", updatable = false)
    @Enumerated(EnumType.STRING)
    private @Nullable MinDrm minDrm;

    protected GrantedRights() {}

    GrantedRights(UsageRights rights) {
        this.users = rights.users() == null ? null : String.join(SEPARATOR, new TreeSet<>(rights.users()));
        this.plays = rights.plays();
        this.notBefore = rights.notBefore();
        this.notAfter = rights.notAfter();
        this.playForSeconds = rights.playFor() == null ? null : rights.playFor().toSeconds();
        this.forwardDepth = rights.forward();
        this.save = rights.save();
        this.modify = rights.modify();
        this.reply = rights.reply();
        this.transcript = rights.transcript();
        this.phonePlayback = rights.phonePlayback();
        this.minDrm = rights.minDrm();
    }

    UsageRights toUsageRights() {
        return new UsageRights(
                userNames(),
                plays,
                notBefore,
                notAfter,
                playForSeconds == null ? null : Duration.ofSeconds(playForSeconds),
                forwardDepth,
                save,
                modify,
                reply,
                transcript,
                phonePlayback,
                minDrm);
    }

    private @Nullable Set<String> userNames() {
        return users == null
                ? null
                : Arrays.stream(users.split(SEPARATOR, -1))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
