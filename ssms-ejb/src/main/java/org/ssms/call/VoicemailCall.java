package org.ssms.call;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerException;
import org.ssms.location.DiversionReason;
import org.ssms.media.engine.AudioSink;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.prompt.GreetingKind;
import org.ssms.media.prompt.Prompt;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.RecordingCompletion;
import org.ssms.recording.RecordingConfig;

/**
 * One call: brings what happens to its {@link CallScript} and does what that orders. Events come from SIP threads, the
 * media loop, timers and workers; nobody waits for anybody, so the media loop never blocks. What blocks is done by
 * workers, one piece after the other.
 */
final class VoicemailCall {
    private static final System.Logger LOG = System.getLogger(VoicemailCall.class.getName());

    /** 64*T1 (RFC 3261 §13.3.1.4). */
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(32);

    /** Longer than any prompt. */
    private static final Duration PROMPT_TIMEOUT = Duration.ofSeconds(30);

    /** When the message is there, or none will be: a caller on hold misses nothing any more. */
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(8);

    /** Phones that send anything have done so by then; they are greeted where they are heard, also behind a NAT. */
    private static final Duration UNHEARD_AFTER = Duration.ofSeconds(1);

    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(10);

    private final Invitation invitation;
    private final CallLeg leg;
    private final PendingMessage message;
    private final CallerVerification verification;
    private final MediaCall media;
    private final MediaEvents mediaEvents;
    private final SdpExchange sdp;
    private final Facilities facilities;

    private final SerialExecutor events = new SerialExecutor();
    private final CallScript script = new CallScript(); // in events only
    private CompletableFuture<@Nullable Void> work = CompletableFuture.completedFuture(null); // in events only
    private CompletableFuture<?> bye = CompletableFuture.completedFuture(null); // in events only
    private @Nullable Future<?> timer; // in events only
    private boolean onHold; // in events only
    private boolean prolonged; // in events only
    private @Nullable AudioSink sink; // set by a worker, read in events after RECORDING_OPENED
    private volatile boolean recording;
    private final CompletableFuture<@Nullable Void> messageLeft = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

    VoicemailCall(
            Invitation invitation, CallLeg leg, PendingMessage message, CallMedia callMedia, Facilities facilities) {
        this.invitation = invitation;
        this.leg = leg;
        this.message = message;
        this.media = callMedia.call();
        this.mediaEvents = callMedia.events();
        this.sdp = callMedia.sdp();
        this.facilities = facilities;
        this.verification = new CallerVerification(facilities.passports(), facilities.blocking());
        mediaEvents.deliverTo(this::tell);
    }

    /** Any thread; never blocks. */
    void tell(CallEvent event) {
        events.execute(() -> handle(event));
    }

    SdpExchange sdp() {
        return sdp;
    }

    /** Lets the media flow as agreed; again after each change. */
    void connect() {
        boolean held = sdp.begin(media);
        events.execute(() -> {
            onHold = held;
            prolong();
        });
    }

    /**
     * Once in a call, who is on hold while a prompt is due has that long from then to come back and to hear the rest; the
     * resume and the next hold change nothing.
     */
    private void prolong() {
        CallScript.State state = script.state();
        if (onHold && !prolonged && (state == CallScript.State.GREETING || state == CallScript.State.BEEP)) {
            prolonged = true;
            startTimer(state, MediaCall.LONGEST_HOLD);
        }
    }

    Invitation invitation() {
        return invitation;
    }

    /** Completes when the call has made a message, and never when it makes none; on a worker. */
    CompletionStage<@Nullable Void> messageLeft() {
        return messageLeft;
    }

    boolean isRecording() {
        return recording;
    }

    /** Completes when the call is over and the last fragment of a recording is written; on the media loop. */
    CompletionStage<@Nullable Void> released() {
        return released;
    }

    /**
     * Completes when nothing is left to do for the call: its BYE is on its way, its message is in the mailbox,
     * postponed, or never was.
     */
    CompletionStage<@Nullable Void> finished() {
        return finished;
    }

    private void handle(CallEvent event) {
        CallScript.State before = script.state();
        List<CallAction> actions = script.on(event);
        if (script.state() != before) {
            recording = script.state() == CallScript.State.RECORDING;
            startTimer(script.state(), limit(script.state(), facilities.recording()));
            prolong();
        }
        actions.forEach(this::perform);
    }

    private void perform(CallAction action) {
        switch (action) {
            case DEPOSIT_KEY -> afterwards(this::depositKey);
            case PLAY_GREETING -> play(facilities.prompts().greeting(greetingFor(invitation.reason())));
            case BEEP_AND_RECORD -> beepAndRecord();
            case PLAY_STORED -> play(facilities.prompts().stored());
            case PLAY_UNAVAILABLE -> play(facilities.prompts().unavailable());
            case PLAY_GOODBYE -> play(facilities.prompts().goodbye());
            case STOP_PROMPT -> media.stopPrompt();
            case OPEN_RECORDING -> afterwards(this::openRecording);
            case KEEP_RECORDING -> keepRecording();
            case LEAVE_NOTHING -> afterwards(message::leaveNothing);
            case HANG_UP -> bye = leg.hangUp().toCompletableFuture();
            case RELEASE -> release();
        }
    }

    /** Without a reason, or with one that is nobody's business, the greeting says only that nobody is there. */
    static GreetingKind greetingFor(DiversionReason reason) {
        return switch (reason) {
            case BUSY -> GreetingKind.BUSY;
            case UNCONDITIONAL -> GreetingKind.OUT_OF_OFFICE;
            case NO_ANSWER -> GreetingKind.NOT_ANSWERED;
            case NOT_REGISTERED, DECLINED, DEFLECTED, NOT_REACHABLE, UNKNOWN -> GreetingKind.DEFAULT;
        };
    }

    private void play(Prompt prompt) {
        mediaEvents.playing(prompt);
        media.play(prompt);
    }

    private void depositKey() {
        try {
            message.deposit();
            tell(CallEvent.KEY_DEPOSITED);
            verification.begin(invitation.passport());
        } catch (LicenseServerException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3105 no key for message {0}, the caller is refused: {1}",
                    message.id(),
                    e.getMessage());
            tell(CallEvent.KEY_REFUSED);
        }
    }

    private void openRecording() {
        try {
            AudioSink opened = message.open(AudioFormat.valueOf(sdp.codec().name()), verification.await());
            events.execute(() -> sink = opened);
            tell(CallEvent.RECORDING_OPENED);
        } catch (IOException | RuntimeException e) { // RuntimeException: the audit's database
            LOG.log(ERROR, "SSMS-3106 message " + message.id() + " cannot be recorded", e);
            tell(CallEvent.RECORDING_REFUSED);
        }
    }

    private void beepAndRecord() {
        AudioSink opened = sink;
        if (opened != null) {
            Prompt beep = facilities.prompts().beep();
            var limits = facilities.recording().limits();
            mediaEvents.playing(beep);
            media.recordAfter(beep, opened, new RecordingLimits(limits.max(), limits.silence()));
        }
    }

    private void keepRecording() {
        var ended = media.stopRecording().handle((stats, failure) -> {
            LOG.log(INFO, "SSMS-1002 message {0} is recorded: {1}", message.id(), stats);
            return null;
        });
        work = work.thenCombine(ended, (done, flushed) -> null);
        afterwards(() -> {
            RecordingCompletion.Result result = message.keep();
            if (result != RecordingCompletion.Result.NOTHING_RECORDED) {
                messageLeft.complete(null);
            }
            tell(
                    switch (result) {
                        case STORED -> CallEvent.STORED;
                        case POSTPONED -> CallEvent.POSTPONED;
                        case NOTHING_RECORDED -> CallEvent.NOTHING_RECORDED;
                    });
        });
    }

    private void release() {
        stopTimer();
        sdp.close();
        media.close().whenComplete((reception, failure) -> {
            LOG.log(DEBUG, "SSMS-1008 call {0} is over: {1}", invitation.dialog(), reception);
            released.complete(null);
        });
        var unused =
                CompletableFuture.allOf(work, released, bye).whenComplete((done, failure) -> finished.complete(null));
    }

    /** Gives a worker something to do, after everything that it was given for this call before. */
    private void afterwards(Runnable task) {
        work = work.thenRunAsync(task, facilities.blocking()).exceptionally(failure -> {
            if (failure.getCause() instanceof RejectedExecutionException) {
                LOG.log(INFO, "SSMS-1003 message {0} is left to the next start, the server goes down", message.id());
            } else {
                LOG.log(ERROR, "SSMS-1004 work for message " + message.id() + " failed", failure);
            }
            return null;
        });
    }

    private void startTimer(CallScript.State state, Duration limit) {
        stopTimer();
        if (state != CallScript.State.ENDED) {
            // states do not come back: a timer that rings too late finds another one
            Runnable ring = () -> events.execute(() -> {
                if (script.state() == state) {
                    handle(CallEvent.TIMEOUT);
                }
            });
            timer = facilities.timers().schedule(ring, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** For how long a call may stay in a state, but for a hold. */
    static Duration limit(CallScript.State state, RecordingConfig recording) {
        Duration firstMedia = recording.limits().firstMedia();
        Duration unheard = Collections.min(List.of(UNHEARD_AFTER, firstMedia));
        return switch (state) {
            case ANSWERED -> ACK_TIMEOUT;
            case AWAITING_MEDIA -> unheard;
            case UNHEARD -> firstMedia.minus(unheard);
            case AWAITING_KEY -> recording.licenseServer().timeout();
            case RECORDING -> recording.limits().max().plus(WORK_TIMEOUT);
            case OPENING, STORING -> WORK_TIMEOUT;
            case INVITED, GREETING, BEEP, ENDED -> PROMPT_TIMEOUT;
            case CONFIRMING, GOODBYE -> FAREWELL_TIMEOUT;
        };
    }
}
