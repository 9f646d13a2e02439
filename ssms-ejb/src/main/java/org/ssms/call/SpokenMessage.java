package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Simple;
import org.ssms.client.LicenseServerException;
import org.ssms.identity.Attestation;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.engine.RecordingStats;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.RecordingCompletion;
import org.ssms.recording.RecordingConfig;

/**
 * A message that somebody speaks in a call: key, files, beep, recording, and in the end it is kept or nothing is left
 * of it. The beep is a promise: it is ordered only when key and files are there. What blocks is done by the call's
 * workers, one piece after the other; the rest belongs to the call's events.
 */
final class SpokenMessage {
    private static final System.Logger LOG = System.getLogger(SpokenMessage.class.getName());

    private final PendingMessage pending;
    private final CallMedia media;
    private final Runnable recorded;
    private volatile @Nullable JoinedSink sink; // written by a worker
    private boolean isBegun; // in events
    private @Nullable CompletionStage<RecordingStats> ended; // in events
    private volatile @Nullable RecordingStats stats; // written when the recording has ended
    private boolean isSettled; // by workers

    /** @param recorded what a worker does when the message is kept, or destroyed though something was recorded */
    SpokenMessage(PendingMessage pending, CallMedia media, Runnable recorded) {
        this.pending = pending;
        this.media = media;
        this.recorded = recorded;
    }

    PendingMessage pending() {
        return pending;
    }

    // --- by workers --------------------------------------------------------------------------------------------------

    /** Brings the key to the license server; {@link Simple#KEY_DEPOSITED}, or {@link Simple#KEY_REFUSED}. */
    Simple deposit() {
        try {
            pending.deposit();
            return Simple.KEY_DEPOSITED;
        } catch (LicenseServerException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3105 no key for message {0}, the caller is refused: {1}",
                    pending.id(),
                    e.getMessage());
            return Simple.KEY_REFUSED;
        }
    }

    /** Opens the files; {@link Simple#RECORDING_OPENED}, or {@link Simple#RECORDING_REFUSED}. */
    Simple open(@Nullable Attestation attestation) {
        try {
            openFiles(attestation);
            return Simple.RECORDING_OPENED;
        } catch (IOException | RuntimeException e) { // RuntimeException: the audit's database
            LOG.log(ERROR, "SSMS-3106 message " + pending.id() + " cannot be recorded", e);
            return Simple.RECORDING_REFUSED;
        }
    }

    /** As {@link #open}. */
    void openFiles(@Nullable Attestation attestation) throws IOException {
        AudioFormat format = AudioFormat.valueOf(media.sdp().codec().name());
        sink = new JoinedSink(pending.open(format, attestation));
    }

    /**
     * Brings what was recorded, and has ended, into the mailbox; returns what became of it, or {@link Simple#NOT_DONE}
     * when nobody knows.
     */
    Simple keep() {
        isSettled = true;
        LOG.log(INFO, "SSMS-1002 message {0} is recorded: {1}", pending.id(), stats);
        RecordingCompletion.Result result;
        try {
            result = pending.keep();
        } catch (RuntimeException e) {
            LOG.log(ERROR, "SSMS-3123 it is not known what becomes of message " + pending.id(), e);
            return Simple.NOT_DONE;
        }
        if (result != RecordingCompletion.Result.NOTHING_RECORDED) {
            count();
        }
        return switch (result) {
            case STORED -> Simple.STORED;
            case POSTPONED -> Simple.POSTPONED;
            case NOTHING_RECORDED -> Simple.NOTHING_RECORDED;
        };
    }

    /**
     * Destroys what was recorded, and has ended.
     *
     * @return false: the disk does not take note of that, and {@link #keep()} is due
     */
    boolean cancel() {
        try {
            pending.cancel();
        } catch (IOException | RuntimeException e) {
            LOG.log(ERROR, "SSMS-3110 message " + pending.id() + " is kept, as it cannot be cancelled", e);
            return false;
        }
        isSettled = true;
        count();
        return true;
    }

    /** The message is what it is, also when it cannot be counted. */
    private void count() {
        try {
            recorded.run();
        } catch (RuntimeException e) {
            LOG.log(ERROR, "SSMS-3124 message " + pending.id() + " is not counted for who has spoken it", e);
        }
    }

    /** Instead of {@link #keep()}, when there was no beep. Harmless when repeated, or when it is settled. */
    void leaveNothing() {
        if (!isSettled) {
            isSettled = true;
            pending.leaveNothing();
        }
    }

    // --- in events ---------------------------------------------------------------------------------------------------

    /** Null: the files are not open. By any thread. */
    @Nullable
    JoinedSink sink() {
        return sink;
    }

    /** Plays these and records what comes from their end on, behind what is recorded already. */
    void recordAfter(List<Sound> prompts, RecordingConfig.Limits limits) {
        JoinedSink opened = sink;
        if (opened != null) {
            isBegun = true;
            Duration left = limits.max().minus(opened.recorded());
            media.recordAfter(prompts, opened, new RecordingLimits(left, limits.silence()));
        }
    }

    /**
     * Ends the recording with its last fragment on disk. The piece may have ended before, by silence or for a menu:
     * then a piece in which nothing is said ends the whole. Harmless when repeated.
     */
    CompletionStage<RecordingStats> end() {
        CompletionStage<RecordingStats> before = ended;
        if (before != null) {
            return before;
        }
        CompletionStage<RecordingStats> all = endAll().whenComplete((told, failure) -> stats = told);
        ended = all;
        return all;
    }

    private CompletionStage<RecordingStats> endAll() {
        MediaCall call = media.call();
        JoinedSink opened = sink;
        if (opened == null) {
            return call.stopRecording();
        }
        opened.endWithThisPiece();
        CompletionStage<RecordingStats> piece = call.stopRecording();
        call.recordAfter(List.of(), opened, new RecordingLimits(Duration.ZERO, Duration.ZERO));
        return piece.thenCombine(call.stopRecording(), (told, ofNothing) -> told);
    }

    /**
     * When the call goes on without it, wherever it is: since the beep somebody may have said something, which is kept,
     * and before it nothing is left. Harmless when it is settled.
     */
    void leave(CallWork work) {
        if (isBegun) {
            work.addAfter(end(), this::keepUnlessSettled);
        } else {
            work.add(this::leaveNothing);
        }
    }

    private void keepUnlessSettled() {
        if (!isSettled) {
            keep();
        }
    }
}
