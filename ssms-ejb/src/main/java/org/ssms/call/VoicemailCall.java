package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Keypad;
import org.ssms.client.LicenseServerException;
import org.ssms.greeting.OwnGreeting;
import org.ssms.media.engine.AudioSink;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.engine.RecordingStats;
import org.ssms.media.prompt.Awaited;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.RecordingCompletion;

/** A call that leaves a message: brings what happens to its {@link CallScript} and does what that orders. */
final class VoicemailCall extends Call {
    private static final System.Logger LOG = System.getLogger(VoicemailCall.class.getName());

    /** Then he who calls has heard enough silence: the prompt is said. */
    private static final long GREETING_PATIENCE_MILLIS = 1500;

    private volatile PendingMessage message; // written by workers, one after the other
    private @Nullable PendingMessage renewed; // by workers: to take its place
    private volatile boolean isKept; // the last order for the message
    private final CallerVerification verification;
    private final ControlByPhone control; // by workers

    private final CallGreeting greeting;
    private final CallScript script; // in events only
    private Voice voice; // in events only
    private @Nullable JoinedSink sink; // in events only
    private @Nullable JoinedSink renewedSink; // in events only
    private @Nullable StoredSound review; // in events only: while nothing else is played
    private volatile boolean recording;
    private volatile Runnable recorded = () -> {};

    VoicemailCall(
            Arrival arrival, CallMedia media, Facilities facilities, PendingMessage message, CallGreeting greeting) {
        super("the call of message " + message.id(), arrival, media, facilities);
        this.message = message;
        this.greeting = greeting;
        this.voice = facilities.voice();
        Keypad keypad = new Keypad(
                facilities.menus().current(),
                message.recipients(),
                facilities.voice().clock(),
                System::nanoTime,
                facilities.recording().limits().max());
        this.script = new CallScript(greeting, facilities.recording(), keypad);
        this.verification = new CallerVerification(facilities.passports(), facilities.blocking());
        this.control = new ControlByPhone(facilities.left(), invitation());
    }

    /** What a worker does whenever a message is kept, or one that the caller has cancelled is destroyed. */
    void whenRecorded(Runnable task) {
        recorded = task;
    }

    CallScript.State state() {
        return script.state();
    }

    @Override
    boolean isRecording() {
        return recording;
    }

    @Override
    boolean waitsForCaller() {
        return script.waitsForCaller();
    }

    @Override
    void handle(CallEvent event) {
        CallScript.State before = script.state();
        List<Runnable> steps = new ArrayList<>();
        script.on(event).forEach(action -> steps.add(() -> perform(action)));
        if (!steps.isEmpty()) {
            steps.add(0, this::endReview);
        }
        boolean isTurn = script.isInMenu() && !steps.isEmpty(); // each key gives time for the next
        if (script.state() != before || isTurn) {
            recording = script.state() == CallScript.State.RECORDING;
            steps.add(0, () -> allow(script.limit()));
            steps.add(() -> media().call().listenForTones(script.listensToKeys())); // last: what is recorded has ended
        }
        SerialExecutor.runEach(steps);
    }

    private void perform(CallAction action) {
        if (action instanceof CallAction.Play play) {
            media().play(voice.say(
                    play.phrases(), () -> message.controlCode().orElse(""), this::beginReview, this::fetchGreeting));
        } else if (action instanceof CallAction.RecordAfter after) {
            recordAfter(voice.say(after.phrases()));
        } else if (action instanceof CallAction.Speak speak) {
            voice = voice.in(speak.language());
        } else if (action instanceof CallAction.Choose choose) {
            work().add(() -> choose(choose.confirmed()));
        } else if (action instanceof CallAction.LookUp search) {
            work().add(() -> tell(control.lookUp(search.code())));
        } else if (action instanceof CallAction.Limit limit) {
            work().add(() -> tell(control.limit(limit.rights())));
        } else if (action instanceof CallAction.Renew renew) {
            work().add(() -> renew(renew.confirmed()));
        } else {
            perform((CallAction.Simple) action);
        }
    }

    private void perform(CallAction.Simple action) {
        switch (action) {
            case DEPOSIT_KEY -> work().add(this::depositKey);
            case STOP_PROMPTS -> media().call().stopPrompts();
            case OPEN_RECORDING -> work().add(this::openRecording);
            case PAUSE_RECORDING -> work().await(media().call().stopRecording().thenRun(message::pause));
            case KEEP_RECORDING -> {
                isKept = true;
                keepRecording();
            }
            case DROP_FORMER -> dropFormer();
            case CANCEL_RECORDING -> work().addAfter(endRecording(), this::cancel);
            case RECALL -> work().add(() -> tell(control.recall()));
            case LEAVE_NOTHING -> work().add(message::leaveNothing);
            case HANG_UP -> hangUp();
            case RELEASE -> release();
        }
    }

    /** Not behind the other work for this call: it is played already. */
    private @Nullable Sound fetchGreeting() {
        OwnGreeting own = greeting.own();
        if (own == null) {
            return null;
        }
        Awaited fetched = new Awaited();
        Voice spoken = voice;
        Runnable instead = () -> fetched.bring(greeting.instead(spoken));
        Future<?> late = facilities().timers().schedule(instead, GREETING_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            facilities().blocking().execute(() -> {
                fetched.bring(greeting(own, spoken));
                late.cancel(false);
            });
        } catch (RuntimeException | OutOfMemoryError e) { // no worker
            instead.run();
        }
        return fetched;
    }

    private Prompt greeting(OwnGreeting own, Voice spoken) {
        try {
            return greeting.around(facilities().greetings().ulaw(own.kid()), spoken);
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3121 a greeting of mailbox {0} cannot be played: {1}",
                    invitation().mailbox(),
                    e);
            return greeting.instead(spoken);
        }
    }

    private void depositKey() {
        try {
            message.deposit();
            if (message.controlCode().filter(VoicemailCall::canBeSaid).isPresent()) {
                tell(Simple.CODE_GIVEN);
            }
            tell(Simple.KEY_DEPOSITED);
            verification.begin(invitation().passport());
        } catch (LicenseServerException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3105 no key for message {0}, the caller is refused: {1}",
                    message.id(),
                    e.getMessage());
            tell(Simple.KEY_REFUSED);
        }
    }

    private static boolean canBeSaid(String code) {
        return !code.isEmpty() && code.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private void openRecording() {
        try {
            AudioSink opened = open(message);
            inTurn(() -> sink = new JoinedSink(opened));
            tell(Simple.RECORDING_OPENED);
        } catch (IOException | RuntimeException e) { // RuntimeException: the audit's database
            LOG.log(ERROR, "SSMS-3106 message " + message.id() + " cannot be recorded", e);
            tell(Simple.RECORDING_REFUSED);
        }
    }

    /** With what is known of who calls. */
    private AudioSink open(PendingMessage its) throws IOException {
        return its.open(AudioFormat.valueOf(sdp().codec().name()), verification.await());
    }

    /** What is recorded so far; null: nothing is. */
    private @Nullable Sound beginReview() {
        JoinedSink opened = sink;
        if (opened == null || opened.recorded().isZero()) {
            return null;
        }
        PendingMessage heard = message;
        StoredSound begun = new StoredSound(
                heard.id(), heard::openStored, opened.codec(), 0, Speed.NORMAL, this::addInTurn, this::notHeard);
        review = begun;
        return begun.sound();
    }

    private void addInTurn(Runnable task) {
        inTurn(() -> work().add(task));
    }

    private void notHeard(StoredSound which) {
        inTurn(() -> {
            if (review == which) {
                handle(Simple.NOT_HEARD);
            }
        });
    }

    /** If there is one: something else comes. */
    private void endReview() {
        StoredSound heard = review;
        if (heard != null) {
            review = null;
            heard.stop();
            work().add(heard::close);
        }
    }

    private void recordAfter(List<Sound> prompts) {
        JoinedSink opened = sink;
        if (opened != null) {
            var limits = facilities().recording().limits();
            Duration left = limits.max().minus(opened.recorded());
            media().recordAfter(prompts, opened, new RecordingLimits(left, limits.silence()));
        }
    }

    /**
     * Ends it with its last fragment on disk. The piece may have ended before, by silence or for a menu: then a piece in
     * which nothing is said ends the whole.
     */
    private CompletionStage<RecordingStats> endRecording() {
        MediaCall call = media().call();
        JoinedSink opened = sink;
        if (opened == null) {
            return call.stopRecording();
        }
        opened.endWithThisPiece();
        CompletionStage<RecordingStats> ended = call.stopRecording();
        call.recordAfter(List.of(), opened, new RecordingLimits(Duration.ZERO, Duration.ZERO));
        return ended.thenCombine(call.stopRecording(), (stats, ofNothing) -> stats);
    }

    /** What is confirmed in a call without a key yet is lost with it. */
    private void choose(UsageRights confirmed) {
        try {
            tell(new CallEvent.Chosen(confirmed, message.choose(confirmed)));
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3109 what the caller has chosen for message " + message.id() + " does not hold: " + e,
                    traceOf(e));
            tell(Simple.CHOICE_FAILED);
        }
    }

    /** All that can fail is done before anything is given up. */
    private void renew(UsageRights confirmed) {
        PendingMessage other = message.another();
        try {
            other.deposit();
            if (!confirmed.equals(UsageRights.UNLIMITED)) {
                other.choose(confirmed);
            }
            AudioSink opened = open(other);
            renewed = other;
            inTurn(() -> renewedSink = new JoinedSink(opened));
            tell(Simple.RENEWED);
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3111 message " + message.id() + " cannot be recorded again, it stays as it is: " + e,
                    traceOf(e));
            tell(Simple.RENEWAL_FAILED);
            other.leaveNothing();
        }
    }

    /** License servers and disks fail; of anything else the trace says where it comes from. */
    private static @Nullable Exception traceOf(Exception cause) {
        return cause instanceof RuntimeException ? cause : null;
    }

    private void dropFormer() {
        CompletionStage<RecordingStats> ended = endRecording();
        sink = renewedSink;
        renewedSink = null;
        work().addAfter(ended, this::replace);
    }

    /** Unless the call has given that up; then, as when it fails, {@link #keep} leaves nothing of the other message. */
    private void replace() {
        if (isKept) {
            return;
        }
        try {
            message.cancel();
        } catch (IOException | RuntimeException e) {
            LOG.log(ERROR, "SSMS-3110 message " + message.id() + " is kept, as it cannot be cancelled", e);
            tell(Simple.RENEWAL_FAILED);
            return;
        }
        message = requireNonNull(renewed);
        renewed = null;
        tell(Simple.FORMER_DROPPED);
        recorded.run();
    }

    private void cancel() {
        try {
            message.cancel();
            recorded.run();
            tell(Simple.CANCELLED);
        } catch (IOException | RuntimeException e) {
            LOG.log(ERROR, "SSMS-3110 message " + message.id() + " is kept, as it cannot be cancelled", e);
            keep();
        }
    }

    private void keepRecording() {
        MessageId id = message.id();
        var ended = endRecording()
                .whenComplete((stats, failure) -> LOG.log(INFO, "SSMS-1002 message {0} is recorded: {1}", id, stats));
        work().addAfter(ended, this::keep);
    }

    private void keep() {
        PendingMessage tooLate = renewed;
        if (tooLate != null) {
            tooLate.leaveNothing();
        }
        RecordingCompletion.Result result = message.keep();
        if (result != RecordingCompletion.Result.NOTHING_RECORDED) {
            recorded.run();
        }
        tell(
                switch (result) {
                    case STORED -> Simple.STORED;
                    case POSTPONED -> Simple.POSTPONED;
                    case NOTHING_RECORDED -> Simple.NOTHING_RECORDED;
                });
    }
}
