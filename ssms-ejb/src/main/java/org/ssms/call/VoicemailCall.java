package org.ssms.call;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
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
import org.ssms.media.engine.RecordingStats;
import org.ssms.media.prompt.Awaited;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.license.UsageRights;
import org.ssms.recording.PendingMessage;

/** A call that leaves a message: brings what happens to its {@link CallScript} and does what that orders. */
final class VoicemailCall extends Call {
    private static final System.Logger LOG = System.getLogger(VoicemailCall.class.getName());

    /** Then he who calls has heard enough silence: the prompt is said. */
    private static final long GREETING_PATIENCE_MILLIS = 1500;

    private volatile SpokenMessage message; // written by workers, one after the other
    private @Nullable SpokenMessage renewed; // by workers: to take its place
    private volatile boolean isKept; // the last order for the message
    private final CallerVerification verification;
    private final ControlByPhone control; // by workers

    private final CallGreeting greeting;
    private final CallScript script; // in events only
    private Voice voice; // in events only
    private SpokenMessage current; // in events only: the one that is recorded
    private @Nullable SpokenMessage next; // in events only
    private @Nullable StoredSound review; // in events only: while nothing else is played
    private volatile boolean recording;
    private volatile Runnable recorded = () -> {};

    VoicemailCall(
            Arrival arrival, CallMedia media, Facilities facilities, PendingMessage message, CallGreeting greeting) {
        super("the call of message " + message.id(), arrival, media, facilities);
        this.message = spoken(message);
        this.current = this.message;
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

    private SpokenMessage spoken(PendingMessage its) {
        return new SpokenMessage(its, media(), () -> recorded.run());
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
            media().play(voice.say(play.phrases(), this::controlCode, this::beginReview, this::fetchGreeting));
        } else if (action instanceof CallAction.RecordAfter after) {
            current.recordAfter(
                    voice.say(after.phrases()), facilities().recording().limits());
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
            case PAUSE_RECORDING -> work().await(media().call().stopRecording().thenRun(message.pending()::pause));
            case KEEP_RECORDING -> {
                isKept = true;
                work().addAfter(current.end(), this::keep);
            }
            case DROP_FORMER -> dropFormer();
            case CANCEL_RECORDING -> work().addAfter(current.end(), this::cancel);
            case RECALL -> work().add(() -> tell(control.recall()));
            case LEAVE_NOTHING -> work().add(message::leaveNothing);
            case HANG_UP -> hangUp();
            case RELEASE -> release();
        }
    }

    private String controlCode() {
        return message.pending().controlCode().orElse("");
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
        Simple deposited = message.deposit();
        if (deposited == Simple.KEY_DEPOSITED && canBeSaid(controlCode())) {
            tell(Simple.CODE_GIVEN);
        }
        tell(deposited);
        if (deposited == Simple.KEY_DEPOSITED) {
            verification.begin(invitation().passport());
        }
    }

    private static boolean canBeSaid(String code) {
        return !code.isEmpty() && code.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** With what is known of who calls. */
    private void openRecording() {
        tell(message.open(verification.await()));
    }

    /** What is recorded so far; null: nothing is. */
    private @Nullable Sound beginReview() {
        JoinedSink opened = current.sink();
        if (opened == null || opened.recorded().isZero()) {
            return null;
        }
        PendingMessage heard = message.pending();
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

    /** What is confirmed in a call without a key yet is lost with it. */
    private void choose(UsageRights confirmed) {
        try {
            tell(new CallEvent.Chosen(confirmed, message.pending().choose(confirmed)));
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3109 what the caller has chosen for message "
                            + message.pending().id() + " does not hold: " + e,
                    traceOf(e));
            tell(Simple.CHOICE_FAILED);
        }
    }

    /** All that can fail is done before anything is given up. */
    private void renew(UsageRights confirmed) {
        SpokenMessage other = spoken(message.pending().another());
        try {
            other.pending().deposit();
            if (!confirmed.equals(UsageRights.UNLIMITED)) {
                other.pending().choose(confirmed);
            }
            other.openFiles(verification.await());
            renewed = other;
            inTurn(() -> next = other);
            tell(Simple.RENEWED);
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(
                    WARNING,
                    "SSMS-3111 message " + message.pending().id() + " cannot be recorded again, it stays as it is: "
                            + e,
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
        CompletionStage<RecordingStats> ended = current.end();
        current = requireNonNull(next);
        next = null;
        work().addAfter(ended, this::replace);
    }

    /** Unless the call has given that up; then, as when it fails, {@link #keep} leaves nothing of the other message. */
    private void replace() {
        if (isKept) {
            return;
        }
        if (!message.cancel()) {
            tell(Simple.RENEWAL_FAILED);
            return;
        }
        message = requireNonNull(renewed);
        renewed = null;
        tell(Simple.FORMER_DROPPED);
    }

    private void cancel() {
        if (message.cancel()) {
            tell(Simple.CANCELLED);
        } else {
            keep();
        }
    }

    private void keep() {
        SpokenMessage tooLate = renewed;
        if (tooLate != null) {
            tooLate.leaveNothing();
        }
        tell(message.keep());
    }
}
