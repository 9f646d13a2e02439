package org.ssms.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ssms.recording.RecordingConfig;

/**
 * Decides at the door, by what the node measures of itself, and before a call costs anything: nothing is parsed, asked or
 * waited for. Calls that are up do not come by here. Thread-safe.
 */
final class Admission {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());

    /** A stall stays in the figure for up to two seconds, so two looks may see the same one; three cannot. */
    private static final int LATE_LOOKS = 3;

    private final CallConfig.Limits limits;
    private final Duration longestWait;
    private final long minFree;
    private final Gauges gauges;
    private final Backlog backlog;
    private final Bounds mailboxes;
    private final Bounds sourcesInMailboxes;
    private final Bounds sources;
    private final Bounds strangersHalfOpen;
    private final Bounds mailboxesHalfOpen;
    private final Bounds sourcesHalfOpen;
    private final AtomicInteger halfOpen = new AtomicInteger();

    private volatile boolean draining;
    private volatile boolean mediaLate;
    private volatile boolean storageFull;
    private int lateLooks; // by the one who samples

    /**
     * What is measured.
     *
     * @param latenessMicros how late a media loop was at its worst in the last second
     * @param freeBytes free in the storage
     * @param started whether warm-up and rehearsal are over
     */
    record Gauges(LongSupplier latenessMicros, LongSupplier freeBytes, BooleanSupplier started) {}

    Admission(CallConfig.Limits limits, RecordingConfig recording, Gauges gauges, Backlog backlog) {
        this.limits = limits;
        this.longestWait = recording.licenseServer().timeout();
        this.minFree = recording.storage().minFree();
        this.gauges = gauges;
        this.backlog = backlog;
        this.mailboxes = new Bounds(limits.maxPerUser());
        this.sourcesInMailboxes = new Bounds(limits.shareOf(limits.maxPerUser()));
        // on a small node at least what one mailbox lets the source have
        this.sources = new Bounds(Math.max(limits.shareOf(limits.max()), limits.shareOf(limits.maxPerUser())));
        this.strangersHalfOpen = new Bounds(limits.maxHalfOpen());
        this.mailboxesHalfOpen = new Bounds(Math.max(1, limits.maxPerUser() / 2));
        this.sourcesHalfOpen = new Bounds(limits.shareOf(limits.maxHalfOpen()));
    }

    /** One of the bounds, and whose count it is there. */
    private record Claim(Bounds bounds, String name, Refusal otherwise) {}

    /** What one call takes up of the bounds until it is given back. Thread-safe; to give twice is harmless. */
    final class Place {
        private final String mailbox;
        private final List<Claim> untilAcknowledged;
        private final List<Claim> untilLeft;
        private final AtomicBoolean isHalfOpen = new AtomicBoolean(true);
        private final AtomicBoolean isTaken = new AtomicBoolean(true);

        private Place(String mailbox, List<Claim> untilAcknowledged, List<Claim> untilLeft) {
            this.mailbox = mailbox;
            this.untilAcknowledged = untilAcknowledged;
            this.untilLeft = untilLeft;
            halfOpen.incrementAndGet();
        }

        /** Canonical name. */
        String mailbox() {
            return mailbox;
        }

        /** The ACK is there. */
        void acknowledged() {
            if (isHalfOpen.getAndSet(false)) {
                halfOpen.decrementAndGet();
                giveBack(untilAcknowledged);
            }
        }

        /** The call is over, or was refused after all. */
        void left() {
            acknowledged();
            if (isTaken.getAndSet(false)) {
                giveBack(untilLeft);
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
    Entry enter(int up, CallingParty asker, String mailbox) {
        Optional<Refusal> obstacle = obstacle(up);
        if (obstacle.isPresent()) {
            return new Refused(obstacle.get());
        }
        List<Claim> untilAcknowledged = untilAcknowledged(asker, mailbox);
        List<Claim> untilLeft = untilLeft(asker, mailbox);
        Optional<Refusal> full = take(untilAcknowledged);
        if (full.isEmpty()) {
            full = take(untilLeft);
            if (full.isPresent()) {
                giveBack(untilAcknowledged);
            }
        }
        return full.<Entry>map(Refused::new)
                .orElseGet(() -> new Admitted(new Place(mailbox, untilAcknowledged, untilLeft)));
    }

    /** A place that takes up nothing of any bound. */
    Place rehearse(String mailbox) {
        return new Place(mailbox, List.of(), List.of());
    }

    /** A stranger's word that he is there is his ACK; so strangers without it leave room for others. */
    private List<Claim> untilAcknowledged(CallingParty asker, String mailbox) {
        return switch (asker.standing()) {
            case TRUNK -> List.of();
            case SUBSCRIBER -> List.of(new Claim(sourcesHalfOpen, asker.name(), Refusal.HALF_OPEN));
            case STRANGER ->
                List.of(
                        new Claim(sourcesHalfOpen, asker.name(), Refusal.HALF_OPEN),
                        new Claim(mailboxesHalfOpen, mailbox, Refusal.HALF_OPEN),
                        new Claim(strangersHalfOpen, "all", Refusal.HALF_OPEN));
        };
    }

    private List<Claim> untilLeft(CallingParty asker, String mailbox) {
        Claim ofMailbox = new Claim(mailboxes, mailbox, Refusal.MAILBOX_CALLS);
        return asker.standing() == CallingParty.Standing.TRUNK
                ? List.of(ofMailbox)
                : List.of(
                        new Claim(sources, asker.name(), Refusal.SOURCE_CALLS),
                        new Claim(sourcesInMailboxes, asker.name() + " in " + mailbox, Refusal.SOURCE_CALLS),
                        ofMailbox);
    }

    /** Takes all or none. */
    private static Optional<Refusal> take(List<Claim> claims) {
        List<Claim> taken = new ArrayList<>();
        for (Claim claim : claims) {
            if (!claim.bounds().take(claim.name())) {
                giveBack(taken);
                return Optional.of(claim.otherwise());
            }
            taken.add(claim);
        }
        return Optional.empty();
    }

    private static void giveBack(List<Claim> claims) {
        claims.forEach(claim -> claim.bounds().give(claim.name()));
    }

    /** Why nobody is let in at the moment, whoever calls. */
    Optional<Refusal> obstacle(int up) {
        if (draining) {
            return Optional.of(Refusal.DRAINING);
        }
        if (!gauges.started().getAsBoolean()) {
            return Optional.of(Refusal.STARTING);
        }
        if (up >= limits.max()) {
            return Optional.of(Refusal.OVERLOAD);
        }
        if (storageFull) {
            return Optional.of(Refusal.STORAGE_FULL);
        }
        if (mediaLate) {
            return Optional.of(Refusal.MEDIA_LATE);
        }
        // a key that comes later than that is told to the caller as a refusal anyway
        return backlog.delay().compareTo(longestWait) > 0 ? Optional.of(Refusal.WORK_LATE) : Optional.empty();
    }

    /**
     * Looks at storage and media loops; to be called once a second. The loops count as late when they were late in two
     * seconds running, which is certain after {@value #LATE_LOOKS} looks: one collection of garbage is no load.
     */
    synchronized void sample() {
        lookAtMedia();
        lookAtStorage();
    }

    private void lookAtMedia() {
        Duration lateness = Duration.ofNanos(gauges.latenessMicros().getAsLong() * 1000);
        lateLooks = lateness.compareTo(limits.maxLoad()) > 0 ? Math.min(lateLooks + 1, LATE_LOOKS) : 0;
        boolean late = lateLooks == LATE_LOOKS;
        if (late && !mediaLate) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-1011 calls are refused: the media loops are late by {0} ms",
                    lateness.toMillis());
        } else if (!late && mediaLate) {
            LOG.log(System.Logger.Level.INFO, "SSMS-1012 calls are taken again: the media loops are in time");
        }
        mediaLate = late;
    }

    private void lookAtStorage() {
        long free = gauges.freeBytes().getAsLong();
        boolean full = free < minFree;
        if (full && !storageFull) { // once, not every second
            LOG.log(
                    System.Logger.Level.ERROR,
                    "SSMS-1009 calls are refused: {0} MB are free in the storage",
                    free >> 20);
        } else if (!full && storageFull) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "SSMS-1010 calls are taken again: {0} MB are free in the storage",
                    free >> 20);
        }
        storageFull = full;
    }

    void drain() {
        draining = true;
    }

    void resume() {
        draining = false;
    }

    int halfOpen() {
        return halfOpen.get();
    }

    Duration workDelay() {
        return backlog.delay();
    }
}
