package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.MailboxMenus;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.LicenseServerException.Kind;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.GreetingRefusedException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.mailbox.ForwardedMessage;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.PhoneMailbox;
import org.ssms.mailbox.PhonePlay;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.RecordingLimits;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.recording.PendingMessage;

/**
 * A call in which a subscriber hears his messages: brings what happens to its {@link ListenScript}, and does what that
 * orders.
 */
final class ListeningCall extends Call {
    private static final System.Logger LOG = System.getLogger(ListeningCall.class.getName());

    private static final int SAMPLES_PER_SECOND = 8000;

    private final ListenScript script; // in events only
    private volatile @Nullable PhoneMailbox mailbox; // written by workers
    private volatile @Nullable PhonePlay play; // written by workers
    private @Nullable SpokenGreeting spoken; // in events only
    private @Nullable SpokenMessage reply; // in events only: the last one, until it is left
    /** The request to call back of which news is waited for; 0: of none. Written in events only. */
    private volatile int referral;

    private int referrals; // in events only: how many were begun
    private volatile boolean recording;
    private @Nullable StoredSound sound; // in events only: while nothing else is played
    private long place; // in events only: the sample that is heard next
    private Speed speed = Speed.NORMAL; // in events only

    /** @param owner of the mailbox, as far as it is known; null: he is asked */
    ListeningCall(Arrival arrival, CallMedia media, Facilities facilities, @Nullable String owner) {
        super("a call to a mailbox", arrival, media, facilities);
        this.script = new ListenScript(
                MailboxMenus.of(facilities.menus().current()),
                owner,
                facilities.recording().limits(),
                facilities.voice().clock(),
                System::nanoTime,
                this::isHeard);
    }

    ListenScript.State state() {
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
        ListenScript.State before = script.state();
        List<Runnable> steps = new ArrayList<>();
        script.on(event).forEach(action -> steps.add(() -> perform(action)));
        recording = script.isReplying();
        if (!script.isCallingBack()) {
            referral = 0;
        }
        boolean isTurn = !steps.isEmpty() || script.state() != before;
        if (!steps.isEmpty()) {
            steps.add(0, this::endSound);
        }
        boolean isDigit = event instanceof CallEvent.Digit && script.asksForDigits();
        if (isTurn || isDigit || event == Simple.PROMPTS_ENDED || event == Simple.TIMEOUT) {
            steps.add(() -> {
                if (script.state() != ListenScript.State.ENDED) {
                    allow(script.limit());
                    media().call().listenForTones(script.listensToKeys());
                }
            });
        }
        SerialExecutor.runEach(steps);
    }

    private void perform(ListenAction action) {
        endSound();
        if (action instanceof ListenAction.Play said) {
            media().play(facilities().voice().say(said.phrases(), () -> "", this::beginSound, this::spokenGreeting));
        } else if (action instanceof ListenAction.LogIn logIn) {
            work().add(() -> tell(logIn(logIn.mailbox(), logIn.pin())));
        } else if (action instanceof ListenAction.Open wanted) {
            place = 0;
            work().add(() -> tell(open(wanted.message())));
        } else if (action instanceof ListenAction.Move move) {
            place = Math.max(0, place + move.by().toMillis() * SAMPLES_PER_SECOND / 1000);
        } else if (action instanceof ListenAction.HearAt wanted) {
            speed = wanted.speed();
        } else if (action instanceof ListenAction.Ask asked) {
            work().add(() -> tell(new CallEvent.RightsTold(rights(asked.message()))));
        } else if (action instanceof ListenAction.FindReceiver wanted) {
            work().add(() -> tell(receiver(wanted.number())));
        } else if (action instanceof ListenAction.Forward forward) {
            work().add(() -> ask(mailbox -> mailbox.forward(forward.message().id(), forward.to())));
        } else if (action instanceof ListenAction.ChangePin change) {
            work().add(() -> ask(mailbox -> changePin(mailbox, change)));
        } else if (action instanceof ListenAction.FindGreeting wanted) {
            work().add(() -> tell(greeting(wanted.kind())));
        } else if (action instanceof ListenAction.RecordGreeting wanted) {
            recordGreeting(wanted);
        } else if (action instanceof ListenAction.KeepGreeting keep) {
            SpokenGreeting said = requireNonNull(spoken);
            work().add(() -> tell(keepGreeting(keep, said)));
        } else if (action instanceof ListenAction.FindSender wanted) {
            work().add(() -> tell(sender(wanted.message())));
        } else if (action instanceof ListenAction.OpenReply wanted) {
            openReply(wanted.to());
        } else if (action instanceof ListenAction.RecordReply wanted) {
            requireNonNull(reply)
                    .recordAfter(
                            facilities().voice().say(wanted.phrases()),
                            facilities().recording().limits());
        } else if (action instanceof ListenAction.CallBack wanted) {
            callBack(wanted);
        } else if (action instanceof ListenAction.RemoveGreeting removal) {
            work().add(() -> tell(removeGreeting(removal.kind())));
        } else if (action instanceof ListenAction.Delete delete) {
            work().add(() -> change(mailbox -> mailbox.delete(delete.message().id())));
        } else if (action instanceof ListenAction.Restore restore) {
            work().add(() -> change(mailbox -> mailbox.restore(restore.message().id())));
        } else {
            perform((ListenAction.Simple) action);
        }
    }

    private void perform(ListenAction.Simple action) {
        switch (action) {
            case STOP_PROMPTS -> media().call().stopPrompts();
            case STOP_RECORDING -> stopRecording();
            case KEEP_REPLY -> {
                SpokenMessage said = requireNonNull(reply);
                work().addAfter(said.end(), () -> tell(said.keep()));
            }
            case CANCEL_REPLY -> {
                SpokenMessage said = requireNonNull(reply);
                work().addAfter(said.end(), () -> tell(said.cancel() ? Simple.CANCELLED : said.keep()));
            }
            case LEAVE_REPLY -> leaveReply();
            case CLOSE -> work().add(this::closePlay);
            case HANG_UP -> hangUp();
            case RELEASE -> {
                leaveReply();
                work().add(() -> {
                    closePlay();
                    closeMailbox();
                });
                release();
            }
        }
    }

    private void openReply(String to) {
        leaveReply(); // of one that could not be opened nothing is left
        Replies replies = facilities().replies();
        String owner = requireNonNull(mailbox).owner();
        PendingMessage pending = replies.prepare(owner, to, invitation().dialog());
        SpokenMessage begun = new SpokenMessage(pending, media(), () -> replies.count(owner, to));
        reply = begun;
        work().add(() -> tell(open(begun, replies, owner, to)));
    }

    private void callBack(ListenAction.CallBack wanted) {
        int number = ++referrals;
        referral = number;
        media().play(facilities().voice().say(wanted.phrases()));
        work().add(() -> callBack(number, wanted.message()));
    }

    private void refer(int number, String target) {
        if (referral != number) {
            return;
        }
        var unused = leg().refer(target, status -> referred(number, status)).whenComplete((sent, failure) -> {
            if (failure != null) {
                referred(number, Simple.NOT_CONNECTED);
            }
        });
    }

    /** Also of one that is over: false. By any thread. */
    private boolean referred(int number, int status) {
        if (referral != number) {
            return false;
        }
        if (status >= 200) {
            referred(number, status < 300 ? Simple.CONNECTED : Simple.NOT_CONNECTED);
        }
        return true;
    }

    private void referred(int number, CallEvent outcome) {
        inTurn(() -> {
            if (referral == number) {
                handle(outcome);
            }
        });
    }

    private Optional<String> target(MessageView message) {
        return leg().takesRefer()
                ? facilities().callBacks().target(message, invitation().asker())
                : Optional.empty();
    }

    /** Whatever was ordered for it before: there may have been no worker for that. */
    private void leaveReply() {
        if (reply != null) {
            reply.leave(work());
            reply = null;
        }
    }

    private void recordGreeting(ListenAction.RecordGreeting wanted) {
        SpokenGreeting begun = new SpokenGreeting(wanted.longest());
        spoken = begun;
        Duration silence = facilities().recording().limits().silence();
        media().recordAfter(
                        facilities().voice().say(wanted.phrases()),
                        begun,
                        new RecordingLimits(wanted.longest(), silence));
    }

    private void stopRecording() {
        SpokenGreeting said = requireNonNull(spoken);
        var unused = media().call()
                .stopRecording()
                .whenComplete((stats, failure) -> tell(new CallEvent.GreetingSpoken(said.length())));
    }

    private @Nullable Sound spokenGreeting() {
        return spoken == null ? null : spoken.sound();
    }

    // --- by workers --------------------------------------------------------------------------------------------------

    private CallEvent logIn(String named, String said) {
        char[] pin = said.toCharArray();
        try {
            String owner = facilities().subscribers().apply(named).orElse(named);
            PhoneMailbox opened = facilities()
                    .phone()
                    .open(
                            owner,
                            pin,
                            invitation().callersAddress(),
                            invitation().oneOfMany());
            closeMailbox(); // of a log-in before, whose list could not be read
            mailbox = opened;
            return new CallEvent.MailboxOpened(opened.messages(), opened.deleted(), others(opened));
        } catch (LicenseServerException e) {
            return notLoggedIn(e);
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for its owner, who calls", e);
            return Simple.NOT_LOGGED_IN;
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** He hears his own, whatever is not known of others; null: nothing is. */
    private @Nullable List<Forwarded> others(PhoneMailbox opened) {
        try {
            List<ForwardedMessage> messages = opened.forwarded();
            Map<String, String> numbers = facilities()
                    .numbers()
                    .apply(messages.stream().map(ForwardedMessage::from).collect(Collectors.toSet()));
            return messages.stream()
                    .map(one -> new Forwarded(one.message(), one.from(), numbers.get(one.from())))
                    .toList();
        } catch (LicenseServerException | RuntimeException e) { // or the database
            LOG.log(WARNING, "SSMS-3118 what was forwarded to a subscriber is not told by phone: {0}", e.toString());
            return null;
        }
    }

    private static CallEvent notLoggedIn(LicenseServerException e) {
        if (e.type().equals(LicenseServerClient.TOO_MANY_ATTEMPTS)) {
            return Simple.PINS_NOT_LOOKED_AT;
        }
        if (e.type().equals(LicenseServerClient.WRONG_PIN)) {
            return Simple.PIN_WRONG;
        }
        LOG.log(WARNING, "SSMS-3116 a PIN was not looked at: {0}", e.getMessage());
        return Simple.NOT_LOGGED_IN;
    }

    private CallEvent open(MessageView message) {
        try {
            PhonePlay opened = requireNonNull(mailbox).play(message);
            play = opened;
            return new CallEvent.MessageOpened(
                    message.length(), opened.end(), isAnswerable(message), isCallable(message));
        } catch (LicenseServerException e) {
            if (e.kind() != Kind.DENIED) {
                LOG.log(WARNING, "SSMS-3118 no license for message {0} by phone: {1}", message.id(), e.getMessage());
            }
            return new CallEvent.MessageRefused(e.type());
        } catch (IOException | TamperedMessageException | RuntimeException e) {
            LOG.log(ERROR, "SSMS-3119 message " + message.id() + " cannot be played by phone", e);
            return new CallEvent.MessageRefused("");
        }
    }

    /** When nobody can say so, who presses the key hears why. */
    private boolean isAnswerable(MessageView message) {
        try {
            return facilities().replies().sender(message).isPresent();
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for somebody who calls", e);
            return false;
        }
    }

    private void callBack(int number, MessageView message) {
        if (referral != number) {
            return; // it is given up
        }
        try {
            Optional<String> target = target(message);
            if (target.isEmpty()) { // he is nobody's subscriber any more
                referred(number, Simple.NOT_CONNECTED);
            } else if (!facilities().callBacks().begin(requireNonNull(mailbox).owner(), target.get(), byPin())) {
                referred(number, new CallEvent.Refused(""));
            } else {
                LOG.log(INFO, "SSMS-3125 a phone is asked to call back who has left message {0}", message.id());
                inTurn(() -> refer(number, target.get()));
            }
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for its owner, who calls", e);
            referred(number, Simple.NOT_CONNECTED);
        }
    }

    /** When nobody can say so, there is no such key. */
    private boolean isCallable(MessageView message) {
        try {
            return target(message).isPresent();
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for its owner, who calls", e);
            return false;
        }
    }

    private @Nullable UsageRights rights(MessageView message) {
        try {
            return requireNonNull(mailbox).rights(message.id());
        } catch (LicenseServerException | RuntimeException e) {
            LOG.log(WARNING, "SSMS-3118 the rights of message {0} are not told by phone: {1}", message.id(), e);
            return null;
        }
    }

    private CallEvent receiver(String number) {
        try {
            return new CallEvent.ReceiverFound(
                    facilities().subscribers().apply(number).orElse(null));
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for somebody who calls", e);
            return Simple.NOT_DONE;
        }
    }

    private static void changePin(PhoneMailbox mailbox, ListenAction.ChangePin change) throws LicenseServerException {
        char[] pin = change.pin().toCharArray();
        char[] newPin = change.newPin().toCharArray();
        try {
            mailbox.changePin(pin, newPin);
        } finally {
            Arrays.fill(pin, '\0');
            Arrays.fill(newPin, '\0');
        }
    }

    private CallEvent sender(MessageView message) {
        try {
            return new CallEvent.ReceiverFound(
                    facilities().replies().sender(message).orElse(null));
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for somebody who calls", e);
            return Simple.NOT_DONE;
        }
    }

    /** Nothing is left of a reply that cannot be opened. */
    private CallEvent open(SpokenMessage begun, Replies replies, String owner, String to) {
        try {
            Optional<Replies.Obstacle> obstacle = replies.begin(owner, to);
            if (obstacle.isPresent()) {
                return new CallEvent.Refused(obstacle.get().name());
            }
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for somebody who calls", e);
            return Simple.NOT_DONE;
        }
        Simple opened = begun.deposit();
        if (opened == Simple.KEY_DEPOSITED) {
            opened = begun.open(null);
        }
        if (opened != Simple.RECORDING_OPENED) {
            begun.leaveNothing();
        }
        return opened;
    }

    /** Something that the license server decides. */
    private interface Request {
        void of(PhoneMailbox mailbox) throws LicenseServerException;
    }

    private void ask(Request request) {
        try {
            request.of(requireNonNull(mailbox));
            tell(Simple.DONE);
        } catch (LicenseServerException e) {
            if (!isAnswer(e)) {
                LOG.log(WARNING, "SSMS-3120 what a subscriber asked for by phone is not done: {0}", e.getMessage());
            }
            tell(new CallEvent.Refused(e.type()));
        } catch (RuntimeException e) {
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be changed for its owner, who calls", e);
            tell(Simple.NOT_DONE);
        }
    }

    /** Whether it says what the subscriber may not, or has said wrong; otherwise something does not work. */
    private static boolean isAnswer(LicenseServerException e) {
        return switch (e.kind()) {
            case DENIED -> true;
            case REFUSED -> !e.type().equals(Problem.NO_TYPE);
            case NOT_AUTHENTICATED -> e.type().equals(LicenseServerClient.WRONG_PIN);
            case UNREACHABLE -> false;
        };
    }

    private CallEvent greeting(GreetingKind kind) {
        try {
            return new CallEvent.GreetingFound(
                    facilities().greetings().of(requireNonNull(mailbox).owner()).stream()
                            .anyMatch(greeting -> greeting.kind() == kind));
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be read for its owner, who calls", e);
            return Simple.NOT_DONE;
        }
    }

    private CallEvent removeGreeting(GreetingKind kind) {
        try {
            facilities().greetings().remove(requireNonNull(mailbox).owner(), kind, byPin());
            return Simple.DONE;
        } catch (GreetingRefusedException e) {
            return new CallEvent.Refused(e.reason().name());
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be changed for its owner, who calls", e);
            return Simple.NOT_DONE;
        }
    }

    private Asker byPin() {
        return Asker.of(Door.PIN, invitation().callersAddress());
    }

    private CallEvent keepGreeting(ListenAction.KeepGreeting keep, SpokenGreeting said) {
        try {
            facilities()
                    .greetings()
                    .keep(requireNonNull(mailbox).owner(), keep.kind(), said.samples(), keep.until(), byPin());
            return Simple.DONE;
        } catch (GreetingRefusedException e) {
            return new CallEvent.Refused(e.reason().name());
        } catch (LicenseServerException | IOException | RuntimeException e) {
            LOG.log(WARNING, "SSMS-3122 a greeting that was said by phone is not kept: {0}", e);
            return Simple.NOT_DONE;
        }
    }

    private interface Change {
        void in(PhoneMailbox mailbox);
    }

    private void change(Change change) {
        try {
            change.in(requireNonNull(mailbox));
            tell(Simple.DONE);
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3117 a mailbox cannot be changed for its owner, who calls", e);
            tell(Simple.NOT_DONE);
        }
    }

    private void closePlay() {
        PhonePlay over = play;
        if (over != null) {
            play = null;
            over.close();
        }
    }

    private void closeMailbox() {
        PhoneMailbox over = mailbox;
        if (over != null) {
            mailbox = null;
            over.close();
        }
    }

    // --- the message -------------------------------------------------------------------------------------------------

    /** From the place that is reached; null: none is open. */
    private @Nullable Sound beginSound() {
        PhonePlay opened = play;
        if (opened == null) {
            return null;
        }
        place = Math.min(place, opened.length());
        StoredSound begun = new StoredSound(
                opened.message(),
                opened::openStored,
                AudioCodec.valueOf(opened.format().name()),
                place,
                speed,
                task -> inTurn(() -> work().add(task)),
                which -> inTurn(() -> notHeard(which)));
        sound = begun;
        return begun.sound();
    }

    /** Whether some of the message is still to be heard of what is played now. */
    private boolean isHeard() {
        StoredSound playing = sound;
        return playing != null && !playing.isHeardOut();
    }

    private void notHeard(StoredSound which) {
        if (sound == which) {
            handle(Simple.NOT_HEARD);
        }
    }

    /** If there is one: something else comes. */
    private void endSound() {
        StoredSound heard = sound;
        if (heard != null) {
            sound = null;
            place = heard.place();
            heard.stop();
            work().add(heard::close);
        }
    }
}
