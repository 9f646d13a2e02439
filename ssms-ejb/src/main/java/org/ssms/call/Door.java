package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ssms.recording.RecordingConfig;

/**
 * Where calls come in. It decides by what the node measures of itself, by what an operator says, and by the places that
 * are left ({@link Admission}), before a call costs anything. It knows nothing of the calls but how many there are;
 * those that are up do not come by here. Thread-safe; nothing waits.
 */
@Singleton
public class Door {
    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    /** A stall stays in the figure for up to two seconds, so two looks may see the same one; three cannot. */
    private static final int LATE_LOOKS = 3;

    private final CallConfig.Limits limits;
    private final Duration longestWait;
    private final long minFree;
    private final Gauges gauges;
    private final Admission admission;

    private volatile boolean draining;
    private volatile boolean mediaLate;
    private volatile boolean storageFull;
    private int lateLooks; // by the one who samples

    /**
     * What is measured.
     *
     * @param latenessMicros how late a media loop was at its worst in the last second
     * @param freeBytes free in the storage
     * @param workDelay how long work for calls waits for a thread
     * @param started whether warm-up and rehearsal are over
     */
    record Gauges(
            LongSupplier latenessMicros,
            LongSupplier freeBytes,
            Supplier<Duration> workDelay,
            BooleanSupplier started) {}

    @Inject
    Door(CallConfig config, RecordingConfig recording, Gauges gauges) {
        this.limits = config.limits();
        this.longestWait = recording.licenseServer().timeout();
        this.minFree = recording.storage().minFree();
        this.gauges = gauges;
        this.admission = new Admission(limits);
    }

    /**
     * Lets a call in.
     *
     * @param mailbox its canonical name
     */
    Admission.Entry enter(CallingParty asker, String mailbox) {
        return obstacle().<Admission.Entry>map(Admission.Refused::new).orElseGet(() -> admission.enter(asker, mailbox));
    }

    /**
     * Lets a call in that brings nothing to be stored, also when the storage is full.
     *
     * @param mailbox its canonical name, or any other by which such calls are counted together
     */
    Admission.Entry enterToListen(CallingParty asker, String mailbox) {
        return obstacle()
                .filter(obstacle -> obstacle != Refusal.STORAGE_FULL)
                .<Admission.Entry>map(Admission.Refused::new)
                .orElseGet(() -> admission.enter(asker, mailbox));
    }

    /** Lets one of our own calls in, before any other. */
    Admission.Place rehearse(String mailbox) {
        return admission.rehearse(mailbox);
    }

    /** Why nobody is let in at the moment, whoever calls. */
    Optional<Refusal> obstacle() {
        if (draining) {
            return Optional.of(Refusal.DRAINING);
        }
        if (!gauges.started().getAsBoolean()) {
            return Optional.of(Refusal.STARTING);
        }
        if (admission.up() >= limits.max()) {
            return Optional.of(Refusal.OVERLOAD);
        }
        if (mediaLate) {
            return Optional.of(Refusal.MEDIA_LATE);
        }
        // a key that comes later than that is told to the caller as a refusal anyway
        if (workDelay().compareTo(longestWait) > 0) {
            return Optional.of(Refusal.WORK_LATE);
        }
        return storageFull ? Optional.of(Refusal.STORAGE_FULL) : Optional.empty();
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

    /** From now on every INVITE is refused with 503; calls that are up go on. */
    public void drain() {
        draining = true;
    }

    /** Ends {@link #drain()}. */
    public void resume() {
        draining = false;
    }

    public DoorState state() {
        Refusal obstacle = obstacle().orElse(null);
        if (obstacle == null) {
            return DoorState.ACCEPTING;
        }
        return switch (obstacle) {
            case DRAINING -> admission.unfinished() == 0 ? DoorState.DRAINED : DoorState.DRAINING;
            case STARTING -> DoorState.STARTING;
            case STORAGE_FULL -> DoorState.STORAGE_FULL;
            default -> DoorState.OVERLOADED;
        };
    }

    /** Whether an INVITE has a chance; what to tell an OPTIONS. */
    public boolean accepting() {
        return state() == DoorState.ACCEPTING;
    }

    /**
     * Whether the node is worth asking: also when its storage is full, as messages can be heard, deleted, and phones
     * called all the same.
     */
    public boolean isReady() {
        DoorState state = state();
        return state == DoorState.ACCEPTING || state == DoorState.STORAGE_FULL;
    }

    /** What a caller is told to wait that we do not accept. */
    public Duration retryAfter() {
        return limits.retryAfter();
    }

    /** Calls whose ACK is not there yet. */
    public int halfOpenCalls() {
        return admission.halfOpen();
    }

    /** How long work for calls, such as the deposit of a key, waits for a thread at the moment. */
    public Duration workDelay() {
        return gauges.workDelay().get();
    }
}
