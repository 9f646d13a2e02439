package org.ssms.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ssms.config.SsmsConfig;

/**
 * Decides at the door, by what the node measures of itself, and before a call costs anything: nothing is parsed, asked or
 * waited for. Calls that are up do not come by here. Thread-safe.
 */
final class Admission {
    /** A stall stays in the figure for up to two seconds, so two looks may see the same one; three cannot. */
    private static final int LATE_LOOKS = 3;

    private final SsmsConfig.Calls limits;
    private final Duration longestWait;
    private final LongSupplier latenessMicros;
    private final Backlog backlog;
    private final BooleanSupplier started;
    private final Bounds mailboxes;
    private final Bounds halfOpen;

    private volatile boolean draining;
    private volatile boolean mediaLate;
    private int lateLooks; // by the one who samples

    /**
     * Measures with these.
     *
     * @param latenessMicros how late a media loop was at its worst in the last second
     * @param started whether the warm-up is over
     */
    Admission(SsmsConfig config, LongSupplier latenessMicros, Backlog backlog, BooleanSupplier started) {
        this.limits = config.calls();
        this.longestWait = config.license().timeout();
        this.latenessMicros = latenessMicros;
        this.backlog = backlog;
        this.started = started;
        this.mailboxes = new Bounds(limits.maxPerUser());
        this.halfOpen = new Bounds(limits.maxHalfOpen());
    }

    /** What one call takes up of the bounds until it is given back. Thread-safe; to give twice is harmless. */
    final class Place {
        private final String source;
        private final String mailbox;
        private final AtomicBoolean isHalfOpen = new AtomicBoolean(true);
        private final AtomicBoolean isTaken = new AtomicBoolean(true);

        private Place(String source, String mailbox) {
            this.source = source;
            this.mailbox = mailbox;
        }

        /** Canonical name. */
        String mailbox() {
            return mailbox;
        }

        /** The ACK is there. */
        void acknowledged() {
            if (isHalfOpen.getAndSet(false)) {
                halfOpen.give(source);
            }
        }

        /** The call is over, or was refused after all. */
        void left() {
            acknowledged();
            if (isTaken.getAndSet(false)) {
                mailboxes.give(mailbox);
            }
        }
    }

    /** A place, or why there is none. */
    sealed interface Entry {}

    record Admitted(Place place) implements Entry {}

    record Refused(Refusal why) implements Entry {}

    /**
     * Lets a call in.
     *
     * @param up calls that are up
     * @param mailbox its canonical name
     */
    Entry enter(int up, String source, String mailbox) {
        Optional<Refusal> obstacle = obstacle(up);
        if (obstacle.isPresent()) {
            return new Refused(obstacle.get());
        }
        if (!halfOpen.take(source)) {
            return new Refused(Refusal.HALF_OPEN);
        }
        if (!mailboxes.take(mailbox)) {
            halfOpen.give(source);
            return new Refused(Refusal.MAILBOX_CALLS);
        }
        return new Admitted(new Place(source, mailbox));
    }

    /** Why nobody is let in at the moment, whoever calls. */
    Optional<Refusal> obstacle(int up) {
        if (draining) {
            return Optional.of(Refusal.DRAINING);
        }
        if (!started.getAsBoolean()) {
            return Optional.of(Refusal.STARTING);
        }
        if (up >= limits.max()) {
            return Optional.of(Refusal.OVERLOAD);
        }
        if (mediaLate) {
            return Optional.of(Refusal.MEDIA_LATE);
        }
        // a key that comes later than that is told to the caller as a refusal anyway
        return backlog.delay().compareTo(longestWait) > 0 ? Optional.of(Refusal.WORK_LATE) : Optional.empty();
    }

    /**
     * Looks at the media loops; to be called once a second. They count as late when they were late in two seconds running,
     * which is certain after {@value #LATE_LOOKS} looks: one collection of garbage is no load.
     */
    synchronized void sample() {
        boolean late = Duration.ofNanos(latenessMicros.getAsLong() * 1000).compareTo(limits.maxLoad()) > 0;
        lateLooks = late ? Math.min(lateLooks + 1, LATE_LOOKS) : 0;
        mediaLate = lateLooks == LATE_LOOKS;
    }

    void drain() {
        draining = true;
    }

    void resume() {
        draining = false;
    }

    int halfOpen() {
        return halfOpen.total();
    }

    Duration workDelay() {
        return backlog.delay();
    }
}
