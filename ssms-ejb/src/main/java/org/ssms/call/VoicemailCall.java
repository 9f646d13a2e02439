package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerException;
import org.ssms.location.DiversionReason;
import org.ssms.media.engine.AudioSink;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.prompt.GreetingKind;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Prompts;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.RecordingCompletion;
import org.ssms.recording.RecordingConfig;

/**
 * A call that leaves a message: brings what happens to its {@link CallScript} and does what that orders.
 */
final class VoicemailCall extends Call {
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

    private final PendingMessage message;
    private final CallerVerification verification;

    private final CallScript script = new CallScript(); // in events only
    private @Nullable AudioSink sink; // set by a worker, read in events after RECORDING_OPENED
    private volatile boolean recording;
    private final CompletableFuture<@Nullable Void> messageLeft = new CompletableFuture<>();

    VoicemailCall(Arrival arrival, CallMedia media, Facilities facilities, PendingMessage message) {
        super("message " + message.id(), arrival, media, facilities);
        this.message = message;
        this.verification = new CallerVerification(facilities.passports(), facilities.blocking());
    }

    /** Completes when the call has made a message, and never when it makes none; on a worker. */
    CompletionStage<@Nullable Void> messageLeft() {
        return messageLeft;
    }

    @Override
    boolean isRecording() {
        return recording;
    }

    @Override
    boolean waitsForPrompt() {
        return script.state() == CallScript.State.GREETING || script.state() == CallScript.State.BEEP;
    }

    @Override
    void handle(CallEvent event) {
        CallScript.State before = script.state();
        List<CallAction> actions = script.on(event);
        if (script.state() != before) {
            recording = script.state() == CallScript.State.RECORDING;
            allow(limit(script.state(), facilities().recording()));
        }
        actions.forEach(this::perform);
    }

    private void perform(CallAction action) {
        Prompts prompts = facilities().prompts();
        switch (action) {
            case DEPOSIT_KEY -> work().add(this::depositKey);
            case PLAY_GREETING -> play(prompts.greeting(greetingFor(invitation().reason())));
            case BEEP_AND_RECORD -> beepAndRecord();
            case PLAY_STORED -> play(prompts.stored());
            case PLAY_UNAVAILABLE -> play(prompts.unavailable());
            case PLAY_GOODBYE -> play(prompts.goodbye());
            case STOP_PROMPT -> media().stopPrompt();
            case OPEN_RECORDING -> work().add(this::openRecording);
            case KEEP_RECORDING -> keepRecording();
            case LEAVE_NOTHING -> work().add(message::leaveNothing);
            case HANG_UP -> hangUp();
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
        mediaEvents().playing(prompt);
        media().play(prompt);
    }

    private void depositKey() {
        try {
            message.deposit();
            tell(CallEvent.KEY_DEPOSITED);
            verification.begin(invitation().passport());
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
            AudioSink opened = message.open(AudioFormat.valueOf(sdp().codec().name()), verification.await());
            inTurn(() -> sink = opened);
            tell(CallEvent.RECORDING_OPENED);
        } catch (IOException | RuntimeException e) { // RuntimeException: the audit's database
            LOG.log(ERROR, "SSMS-3106 message " + message.id() + " cannot be recorded", e);
            tell(CallEvent.RECORDING_REFUSED);
        }
    }

    private void beepAndRecord() {
        AudioSink opened = sink;
        if (opened != null) {
            Prompt beep = facilities().prompts().beep();
            var limits = facilities().recording().limits();
            mediaEvents().playing(beep);
            media().recordAfter(beep, opened, new RecordingLimits(limits.max(), limits.silence()));
        }
    }

    private void keepRecording() {
        var ended = media().stopRecording()
                .whenComplete((stats, failure) ->
                        LOG.log(INFO, "SSMS-1002 message {0} is recorded: {1}", message.id(), stats));
        work().addAfter(ended, () -> {
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
