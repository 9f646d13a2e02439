package org.ssms.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places for calls, and how many of them anybody may have: a mailbox, a source, those who are not known. Nothing is
 * parsed, asked or waited for. Thread-safe.
 */
final class Admission {
    private final Bounds mailboxes;
    private final Bounds sourcesInMailboxes;
    private final Bounds sources;
    private final Bounds strangersHalfOpen;
    private final Bounds mailboxesHalfOpen;
    private final Bounds sourcesHalfOpen;
    private final AtomicInteger halfOpen = new AtomicInteger();
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();

    Admission(CallConfig.Limits limits) {
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

    /** What one call takes up until it is given back, step by step. Thread-safe; to give twice is harmless. */
    final class Place {
        private final String mailbox;
        private final List<Claim> untilAcknowledged;
        private final List<Claim> untilLeft;
        private final AtomicBoolean isHalfOpen = new AtomicBoolean(true);
        private final AtomicBoolean isTaken = new AtomicBoolean(true);
        private final AtomicBoolean isUnfinished = new AtomicBoolean(true);

        private Place(String mailbox, List<Claim> untilAcknowledged, List<Claim> untilLeft) {
            this.mailbox = mailbox;
            this.untilAcknowledged = untilAcknowledged;
            this.untilLeft = untilLeft;
            halfOpen.incrementAndGet();
            up.incrementAndGet();
            unfinished.incrementAndGet();
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

        /** The call is over; its message may still be on its way. */
        void left() {
            acknowledged();
            if (isTaken.getAndSet(false)) {
                up.decrementAndGet();
                giveBack(untilLeft);
            }
        }

        /** Nothing is left to do for the call, or it was refused after all. */
        void finished() {
            left();
            if (isUnfinished.getAndSet(false)) {
                unfinished.decrementAndGet();
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
     * @param mailbox its canonical name
     */
    Entry enter(CallingParty asker, String mailbox) {
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

    /** Calls whose ACK is not there yet. */
    int halfOpen() {
        return halfOpen.get();
    }

    /** Calls that are up, or about to be. */
    int up() {
        return up.get();
    }

    /** Calls that are up, and those for which there is still something to do. */
    int unfinished() {
        return unfinished.get();
    }
}
