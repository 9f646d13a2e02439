package org.ssms.license.guest;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A mail that is to be sent to a guest. Written in the transaction that has the reason for it, so that neither exists
 * without the other; removed when the mail server has taken the mail. Holds no code.
 */
@Entity
@Table(name = "guest_mail")
public class GuestMail {
    /** What a mail brings. */
    public enum Kind {
        /** A link and what may be done. */
        INVITATION(Duration.ofDays(2), Duration.ofMinutes(32)),
        /** Somebody sits there and waits for it. */
        CODE(GuestCode.LIFETIME, Duration.ofMinutes(1));

        /** So long it is of use to somebody who waits for it. */
        private final Duration worth;

        private final Duration longestWait;

        Kind(Duration worth, Duration longestWait) {
            this.worth = worth;
            this.longestWait = longestWait;
        }
    }

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 6;
    private static final int TRIES_WITH_FILE = 3;

    @Id
    private UUID id;

    @Column(name = "grant_id", updatable = false)
    private UUID grantId;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "due_at")
    private Instant dueAt;

    @Column
    private int attempts;

    @Column(updatable = false)
    private boolean attached;

    protected GuestMail() {}

    /** One without a file. */
    public GuestMail(UUID grantId, Kind kind, Instant now) {
        this(grantId, kind, false, now);
    }

    /** @param attached whether it brings the protected file */
    public GuestMail(UUID grantId, Kind kind, boolean attached, Instant now) {
        this.id = UUID.randomUUID();
        this.grantId = grantId;
        this.kind = kind;
        this.askedAt = now;
        this.dueAt = now;
        this.attached = attached;
    }

    public UUID grantId() {
        return grantId;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it brings the protected file: in the first tries, for the link must not wait for it without end. */
    public boolean bringsFile() {
        return attached && attempts <= TRIES_WITH_FILE;
    }

    /** Whether it may be sent now: no other node does so. */
    public boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    /** Whether nobody waits for it any more. */
    public boolean isTooLate(Instant now) {
        return now.isAfter(askedAt.plus(kind.worth));
    }

    /**
     * It is being sent; when nothing is heard of that, it is due again after a wait that grows: to half an hour, of a
     * code to a minute.
     */
    public void attempt(Instant now) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        dueAt = now.plus(wait.compareTo(kind.longestWait) < 0 ? wait : kind.longestWait);
        attempts++;
    }

    /** Somebody asks for it anew, and waits from now on. */
    public void askAgain(Instant now) {
        askedAt = now;
        dueAt = now;
    }
}
