package org.ssms.license.grant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A play that a license was given for. It is reserved, and counted, when the license is given; it stays counted when
 * the player says that it began, or says nothing in time; it is given back when the player says in time that it never
 * began, or when the node that should have been told has died. Whatever is reported twice is counted once.
 */
@Entity
@Table(name = "lease")
public class Lease {
    /** Instead of an edition: nothing was counted. */
    static final int NOT_COUNTED = -1;

    /** Counted, counted for good, or not counted any more. */
    public enum State {
        RESERVED,
        PLAYED,
        RETURNED
    }

    @Id
    private UUID id;

    @Column(name = "grant_id", updatable = false)
    private UUID grantId;

    @Column(updatable = false)
    private UUID node;

    @Column(name = "plays_edition", updatable = false)
    private int playsEdition;

    @Column
    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "issued_at", updatable = false)
    private Instant issuedAt;

    @Column(name = "play_ends_at", updatable = false)
    private @Nullable Instant playEndsAt;

    @Column(name = "request", updatable = false)
    private @Nullable String request;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    protected Lease() {}

    Lease(UUID grantId, UUID node, int playsEdition, Instant now) {
        this.id = UUID.randomUUID();
        this.grantId = grantId;
        this.node = node;
        this.playsEdition = playsEdition;
        this.state = State.RESERVED;
        this.issuedAt = now;
    }

    public UUID id() {
        return id;
    }

    public UUID grantId() {
        return grantId;
    }

    /**
     * By the request that the license answers: there is no other lease of it. To be said before the lease is stored.
     *
     * @param once of up to 43 characters; null: it may come again
     */
    public Lease by(@Nullable String once) {
        this.request = once;
        return this;
    }

    /** Its play lasts so long at most. To be said before the lease is stored. Null: as long as the rights do. */
    public Lease until(@Nullable Instant end) {
        this.playEndsAt = end;
        return this;
    }

    public @Nullable Instant playEndsAt() {
        return playEndsAt;
    }

    /** Whether the time of its play is over; its end still plays. */
    boolean isOver(Instant now) {
        return playEndsAt != null && now.isAfter(playEndsAt);
    }

    /** The process that gave the license. */
    public UUID node() {
        return node;
    }

    boolean isCounted() {
        return playsEdition != NOT_COUNTED;
    }

    int edition() {
        return playsEdition;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    boolean isReserved() {
        return state == State.RESERVED;
    }

    boolean isReturned() {
        return state == State.RETURNED;
    }

    void begin(Instant now) {
        state = State.PLAYED;
        startedAt = startedAt == null ? now : startedAt;
    }

    void end(Instant now) {
        endedAt = endedAt == null ? now : endedAt;
    }

    /** Nothing was heard in time, so it has played. */
    void settle() {
        state = State.PLAYED;
    }

    void giveBack() {
        state = State.RETURNED;
    }
}
