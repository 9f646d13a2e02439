package org.ssms.call;

import static java.util.Objects.requireNonNull;
import static org.ssms.call.ListenAction.Simple.CLOSE;
import static org.ssms.call.ListenAction.Simple.HANG_UP;
import static org.ssms.call.ListenAction.Simple.LEAVE_REPLY;
import static org.ssms.call.ListenAction.Simple.RELEASE;
import static org.ssms.call.ListenAction.Simple.STOP_PROMPTS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Digit;
import org.ssms.call.CallEvent.GreetingFound;
import org.ssms.call.CallEvent.GreetingSpoken;
import org.ssms.call.CallEvent.MailboxOpened;
import org.ssms.call.CallEvent.MessageOpened;
import org.ssms.call.CallEvent.MessageRefused;
import org.ssms.call.CallEvent.ReceiverFound;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.RightsTold;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.Errand.Step;
import org.ssms.call.ListenAction.HearAt;
import org.ssms.call.ListenAction.Move;
import org.ssms.call.ListenAction.Play;
import org.ssms.call.menu.Command;
import org.ssms.call.menu.DigitEntry;
import org.ssms.call.menu.MailboxMenus;
import org.ssms.call.menu.Menu;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.mailbox.MessageView;
import org.ssms.recording.RecordingConfig;

/**
 * How a call goes in which a subscriber hears his messages: a state machine without any means of its own, as
 * {@link CallScript} is for who leaves one.
 *
 * <p>ANSWERED, ACK, mailbox and PIN, the mailbox, its messages, goodbye, BYE. Nothing is told of a mailbox before its
 * PIN was said, nor whether the number that was said is one. Keys act whatever is being said. Each message that is
 * begun takes a license for one play; skipping, pausing and another speed stay within it, hearing it again takes
 * another. Of a reply the end of the call keeps what was said since the beep.
 *
 * <p>Not thread-safe.
 */
final class ListenScript {
    /** From the ACK on: a session by PIN is good for half an hour. */
    static final Duration LONGEST = Duration.ofMinutes(29);

    /** Whoever has not said his PIN by then will not. */
    private static final Duration LONGEST_LOG_IN = Duration.ofMinutes(3);

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(32);

    /** Phones that send anything have done so by then. */
    private static final Duration UNHEARD_AFTER = Duration.ofSeconds(1);

    /** Longer than anything that is said, but for messages. */
    private static final Duration SAID_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE_TIMEOUT = Duration.ofMinutes(2);

    /** Whoever looks a number up does so between two digits. */
    private static final Duration DIGIT_PATIENCE = Duration.ofSeconds(10);

    /** Timers and clocks differ: so much before its end a play that is to be ended is waited for. */
    private static final Duration EARLY = Duration.ofSeconds(1);

    private static final Duration SKIP = Duration.ofSeconds(10);
    /** Both keys restore a message that is deleted. */
    private static final Map<Command, String> RESTORING =
            Map.of(Command.Simple.DELETE, "to-restore", Command.Simple.SAVE, "to-restore");

    /** What only its owner does with a message, whoever else may hear it. */
    private static final Set<Command> OF_OWNER = Set.of(Command.Simple.DELETE, Command.Simple.SAVE);

    /** By its sender, or by who has forwarded it: nobody says by whom. */
    private static final List<Phrase> TAKEN_BACK = Phrase.clips("not-heard", "because-taken-back");

    /** What errands wait for, beside what tells more. */
    private static final Set<Simple> OF_WORK = EnumSet.of(
            Simple.DONE,
            Simple.NOT_DONE,
            Simple.KEY_REFUSED,
            Simple.RECORDING_OPENED,
            Simple.RECORDING_REFUSED,
            Simple.STORED,
            Simple.POSTPONED,
            Simple.NOTHING_RECORDED,
            Simple.CANCELLED);

    /** What only a call back waits for: what a phone tells of another one late is no failure of whatever works now. */
    private static final Set<Simple> OF_CALL_BACK = EnumSet.of(Simple.CONNECTED, Simple.NOT_CONNECTED);

    private static final int MOST_LOG_INS = 3;
    private static final int MOST_DIGITS = 32;
    private static final int MOST_AHEAD = 16;

    enum State {
        INVITED,
        ANSWERED,
        AWAITING_MEDIA,
        /** Mailbox or PIN is asked for. */
        ASKING,
        LOGGING_IN,
        MAILBOX,
        /** A license is asked for. */
        OPENING,
        /** A message is heard, or was, or may not be: its menu is open. */
        MESSAGE,
        PAUSED,
        /** What is changed of the mailbox: its menu is open. */
        SETTINGS,
        /** Digits are asked for by an errand, */
        ENTERING,
        /** or whether it is to be. */
        CONFIRMING,
        /** What he says is recorded. */
        RECORDING,
        /** Something is done with the message, or for an errand. */
        WORKING,
        GOODBYE,
        ENDED
    }

    private final MailboxMenus menus;
    private final RecordingConfig.Limits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final BooleanSupplier isHeard;
    private final boolean isMailboxKnown;
    private String mailbox;
    private final DigitEntry entry = new DigitEntry(MOST_DIGITS);
    private int logIns;
    private final Deque<Character> ahead = new ArrayDeque<>();

    private State state = State.INVITED;
    private boolean mediaArrived;
    /** All was said: a key is waited for, or what he says. */
    private boolean waits;

    private int unanswered;
    private long endNanos;

    private List<MessageView> fresh = List.of();
    private List<MessageView> saved = List.of();
    private List<MessageView> deleted = List.of();
    /** What others have forwarded; null: nobody can say. */
    private @Nullable List<Forwarded> others = List.of();

    private List<MessageView> folder = List.of();
    private int next;
    private @Nullable MessageView message;
    /** What is being done with it. */
    private boolean isDeleting;

    private final Forwarding.Tries tries = new Forwarding.Tries();
    private @Nullable Errand errand;
    private Duration longestSpoken = Duration.ZERO;
    /** What it has asked last. */
    private List<Phrase> question = List.of();

    private boolean isOpen;
    private boolean isAnswerable;
    private boolean isCallable;
    private Duration length = Duration.ZERO;
    private Speed speed = Speed.NORMAL;
    private @Nullable Instant end;

    /**
     * The course of a call that was not answered yet.
     *
     * @param mailbox whose number is known; null: it is asked for
     * @param limits for how long a caller is waited for of whom nothing is heard, and what he may record
     * @param isHeard whether something of the message is still to be heard of what was ordered to be played
     */
    ListenScript(
            MailboxMenus menus,
            @Nullable String mailbox,
            RecordingConfig.Limits limits,
            Clock clock,
            LongSupplier nanoTime,
            BooleanSupplier isHeard) {
        this.menus = menus;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.isHeard = isHeard;
        this.isMailboxKnown = mailbox != null;
        this.mailbox = mailbox == null ? "" : mailbox;
    }

    State state() {
        return state;
    }

    boolean listensToKeys() {
        return switch (state) {
            case ASKING,
                    LOGGING_IN,
                    MAILBOX,
                    OPENING,
                    MESSAGE,
                    PAUSED,
                    SETTINGS,
                    ENTERING,
                    CONFIRMING,
                    RECORDING,
                    WORKING -> true;
            case INVITED, ANSWERED, AWAITING_MEDIA, GOODBYE, ENDED -> false;
        };
    }

    /** Whether what is recorded is a message. */
    boolean isReplying() {
        return state == State.RECORDING && errand instanceof Reply;
    }

    /** Whether what a phone tells is waited for that is to call somebody. */
    boolean isCallingBack() {
        return state == State.WORKING && errand instanceof CallBack;
    }

    /**
     * Whether a hold prolongs the present state: who is to speak must hear the beep. What else goes by he can hear
     * again, and a play ends when it must.
     */
    boolean waitsForCaller() {
        return state == State.RECORDING && !waits;
    }

    /** Whether a key is one of several that belong together, and the next one is waited for. */
    boolean asksForDigits() {
        return state == State.ASKING || state == State.ENTERING;
    }

    /** For how long the present state may last from now on. */
    Duration limit() {
        Duration most = most();
        Duration left = Duration.ofNanos(Math.max(0, endNanos - nanoTime.getAsLong()));
        return listensToKeys() && left.compareTo(most) < 0 ? left : most;
    }

    private Duration most() {
        return switch (state) {
            case INVITED, ANSWERED -> ACK_TIMEOUT;
            case AWAITING_MEDIA -> UNHEARD_AFTER;
            case ASKING, ENTERING -> waits ? DIGIT_PATIENCE : SAID_TIMEOUT;
            case LOGGING_IN, OPENING -> WORK_TIMEOUT;
            case WORKING -> errand == null ? WORK_TIMEOUT : errand.patience();
            case MAILBOX, SETTINGS, CONFIRMING -> waits ? menu().patience() : SAID_TIMEOUT;
            case MESSAGE -> waits ? menu().patience() : untilEnd(SAID_TIMEOUT.plus(speed.of(length)));
            case PAUSED -> untilEnd(PAUSE_TIMEOUT);
            case RECORDING -> longestSpoken.plus(WORK_TIMEOUT);
            case GOODBYE -> FAREWELL_TIMEOUT;
            case ENDED -> Duration.ZERO;
        };
    }

    /** A play is over at its end, wherever in the message that is. */
    private Duration untilEnd(Duration most) {
        if (!isOpen || end == null) {
            return most;
        }
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most;
    }

    /** Returns what to do now, in this order; nothing when the event means nothing in the present state. */
    List<ListenAction> on(CallEvent event) {
        List<ListenAction> actions = new ArrayList<>();
        if (event instanceof Digit digit) {
            if (ahead.size() < MOST_AHEAD) {
                ahead.add(digit.key());
            }
        } else {
            actions.addAll(react(event));
        }
        for (Character key = nextKey(); key != null; key = nextKey()) {
            actions.addAll(pressed(key));
        }
        return actions;
    }

    /** Who knows the menus presses keys ahead, while something is being done; null: none is due. */
    private @Nullable Character nextKey() {
        return switch (state) {
            case LOGGING_IN, OPENING, WORKING -> null;
            case ASKING, MAILBOX, MESSAGE, PAUSED, SETTINGS, ENTERING, CONFIRMING, RECORDING -> ahead.poll();
            case INVITED, ANSWERED, AWAITING_MEDIA, GOODBYE, ENDED -> {
                ahead.clear();
                yield null;
            }
        };
    }

    private List<ListenAction> react(CallEvent event) {
        if (event instanceof MailboxOpened opened) {
            return state == State.LOGGING_IN ? entered(opened) : List.of();
        }
        if (event instanceof MessageOpened opened) {
            return state == State.OPENING ? begun(opened) : List.of();
        }
        if (event instanceof MessageRefused refused) {
            return state == State.OPENING ? refused(refused.type()) : List.of();
        }
        if (state == State.WORKING && errand != null && isOfWork(event)) {
            return step(errand.worked(event));
        }
        if (event instanceof RightsTold told) {
            return state == State.WORKING ? told(told) : List.of();
        }
        return event instanceof Simple simple ? on(simple) : List.of();
    }

    private List<ListenAction> on(Simple event) {
        return switch (event) {
            case HUNG_UP -> ended();
            case ABORTED -> ended(HANG_UP);
            case TIMEOUT -> timeout();
            case FIRST_MEDIA -> {
                isThere();
                yield state == State.AWAITING_MEDIA ? begin() : List.of();
            }
            default -> proceed(event);
        };
    }

    private List<ListenAction> proceed(Simple event) {
        return switch (state) {
            case INVITED -> event == Simple.INVITED ? to(State.ANSWERED) : List.of();
            case ANSWERED -> event == Simple.ACKNOWLEDGED ? acknowledged() : List.of();
            case LOGGING_IN -> notLoggedIn(event);
            case WORKING -> worked(event);
            case ASKING, MAILBOX, MESSAGE, SETTINGS, ENTERING, CONFIRMING -> said(event);
            case RECORDING -> recorded(event);
            case GOODBYE -> event == Simple.PROMPTS_ENDED ? ended(HANG_UP) : List.of();
            case AWAITING_MEDIA, OPENING, PAUSED, ENDED -> List.of();
        };
    }

    private List<ListenAction> said(Simple event) {
        if (event == Simple.PROMPTS_ENDED) {
            waits = true;
            return List.of();
        }
        return event == Simple.NOT_HEARD && isOpen ? closing(only("not-heard", "because-locked")) : List.of();
    }

    /** Also who is not heard, but presses keys by his signalling. */
    private void isThere() {
        if (!mediaArrived) {
            mediaArrived = true;
            endNanos += LONGEST_LOG_IN.minus(limits.firstMedia()).toNanos();
        }
    }

    private List<ListenAction> acknowledged() {
        endNanos = nanoTime.getAsLong() + (mediaArrived ? LONGEST_LOG_IN : limits.firstMedia()).toNanos();
        return mediaArrived ? begin() : to(State.AWAITING_MEDIA);
    }

    private List<ListenAction> begin() {
        return ask(List.of());
    }

    // --- mailbox and PIN ---------------------------------------------------------------------------------------------

    private List<ListenAction> ask(List<Phrase> before) {
        entry.clear();
        return say(State.ASKING, before, Phrase.clips(mailbox.isEmpty() ? "ask-mailbox" : "ask-pin", "then-hash"));
    }

    private List<ListenAction> enter(char key) {
        return switch (entry.pressed(key)) {
            case BACK -> {
                // once to begin anew, twice for another mailbox
                mailbox = entry.digits().isEmpty() ? "" : mailbox;
                yield ask(List.of());
            }
            case COMPLETE -> entered(entry.digits());
            case MORE -> more();
        };
    }

    /** With the first digit nothing more is said. */
    private List<ListenAction> more() {
        boolean first = !waits;
        waits = true;
        return first ? List.of(STOP_PROMPTS) : List.of();
    }

    private List<ListenAction> entered(String digits) {
        if (digits.isEmpty()) {
            return ask(List.of());
        }
        if (mailbox.isEmpty()) {
            mailbox = digits;
            return ask(List.of());
        }
        entry.clear();
        return to(State.LOGGING_IN, STOP_PROMPTS, new ListenAction.LogIn(mailbox, digits));
    }

    private List<ListenAction> notLoggedIn(Simple event) {
        ahead.clear(); // they were meant for what did not come
        return switch (event) {
            case PIN_WRONG -> {
                mailbox = isMailboxKnown ? mailbox : "";
                List<Phrase> wrong = Phrase.clips("pin-wrong");
                yield ++logIns < MOST_LOG_INS ? ask(wrong) : goodbye(wrong);
            }
            case PINS_NOT_LOOKED_AT -> goodbye(Phrase.clips("pin-locked", "try-later"));
            case NOT_LOGGED_IN -> goodbye(Phrase.clips("error", "try-later"));
            default -> List.of();
        };
    }

    // --- the mailbox -------------------------------------------------------------------------------------------------

    private List<ListenAction> entered(MailboxOpened opened) {
        endNanos = nanoTime.getAsLong() + LONGEST.minus(LONGEST_LOG_IN).toNanos();
        fresh = opened.messages().stream().filter(Envelope::isNew).toList();
        saved = opened.messages().stream()
                .filter(message -> !Envelope.isNew(message))
                .toList();
        deleted = opened.deleted();
        others = opened.others();
        return mailbox(Envelope.summary(fresh.size(), saved.size(), others == null ? 0 : others.size()));
    }

    private List<ListenAction> mailbox(List<Phrase> before) {
        message = null;
        errand = null;
        return closing(say(State.MAILBOX, before, mailboxMenu()));
    }

    /** Who was forwarded nothing is not told of it. */
    private List<Phrase> mailboxMenu() {
        boolean hasOthers = others == null || !others.isEmpty();
        return menus.mailbox().phrases(Map.of(), hasOthers ? Set.of() : Set.of(Command.Simple.OTHERS));
    }

    private List<ListenAction> inMailbox(Command.Simple command) {
        return switch (command) {
            case NEXT -> open(fresh, "no-new-messages");
            case SAVED -> open(saved, "no-saved-messages");
            case DELETED -> open(deleted, "no-more-messages");
            case OTHERS ->
                others == null
                        ? mailbox(Phrase.clips("error", "try-later"))
                        : open(others.stream().map(Forwarded::message).toList(), "no-more-messages");
            case BACK -> goodbye(List.of());
            default -> mailbox(List.of());
        };
    }

    private List<ListenAction> settings(List<Phrase> before) {
        return say(State.SETTINGS, before, menus.settings().phrases());
    }

    private List<ListenAction> inSettings(Command.Simple command) {
        return switch (command) {
            case CHANGE_PIN -> begin(new PinChange());
            case GREETING -> record(GreetingKind.STANDARD);
            case GREETING_BUSY -> record(GreetingKind.BUSY);
            case GREETING_NOT_ANSWERED -> record(GreetingKind.NOT_ANSWERED);
            case GREETING_OUT_OF_OFFICE -> record(GreetingKind.OUT_OF_OFFICE);
            case GREETING_TEMPORARY -> record(GreetingKind.TEMPORARY);
            case GREETING_NAME -> record(GreetingKind.NAME);
            case BACK -> mailbox(List.of());
            default -> settings(List.of());
        };
    }

    private List<ListenAction> record(GreetingKind kind) {
        return begin(new GreetingRecording(kind, clock));
    }

    private List<ListenAction> open(List<MessageView> which, String none) {
        folder = which;
        next = 0;
        return next(none);
    }

    private List<ListenAction> next(String none) {
        return next < folder.size() ? open(folder.get(next++)) : mailbox(Phrase.clips(none));
    }

    // --- a message ---------------------------------------------------------------------------------------------------

    private List<ListenAction> open(MessageView which) {
        message = which;
        isAnswerable = false;
        isCallable = false;
        return closing(to(State.OPENING, STOP_PROMPTS, new ListenAction.Open(which)));
    }

    /** What is open is closed before anything else. */
    private List<ListenAction> closing(List<ListenAction> actions) {
        List<ListenAction> all = new ArrayList<>();
        if (errand instanceof Reply reply && reply.isOpen()) {
            all.add(LEAVE_REPLY);
        }
        errand = null;
        if (isOpen) {
            all.add(CLOSE);
        }
        isOpen = false;
        all.addAll(actions);
        return all;
    }

    private List<ListenAction> begun(MessageOpened opened) {
        isOpen = true;
        isAnswerable = opened.isAnswerable();
        isCallable = opened.isCallable();
        length = opened.length();
        end = opened.end();
        List<Phrase> envelope = Envelope.brief(current(), kind(), forwarded());
        if (fresh.contains(current())) {
            fresh = without(fresh, current());
            saved = with(saved, current());
        }
        return message(envelope);
    }

    /** The message, as far as it is open and its play not over, and its menu. */
    private List<ListenAction> message(List<Phrase> before) {
        List<Phrase> after = new ArrayList<>();
        if (isOpen && isOver()) {
            after.addAll(Phrase.clips("because-expired"));
            after.addAll(messageMenu());
            return closing(say(State.MESSAGE, before, after));
        }
        if (isOpen) {
            after.add(new Phrase.Recorded());
            after.addAll(Phrase.clips("end-of-message"));
        }
        after.addAll(messageMenu());
        return say(State.MESSAGE, before, after);
    }

    /** This instant still plays. */
    private boolean isOver() {
        return end != null && end.isBefore(clock.instant());
    }

    /** What its keys do with this message now. */
    private List<Phrase> messageMenu() {
        Map<Command, String> instead = new HashMap<>(isDeleted(current()) ? RESTORING : Map.of());
        if (isCallable && !isAnswerable) {
            instead.put(Command.Simple.REPLY, "to-call-back");
        }
        Set<Command> unsaid = new HashSet<>(forwarded() == null ? Set.of() : OF_OWNER);
        if (!isAnswerable && !isCallable) {
            unsaid.add(Command.Simple.REPLY);
        }
        return menus.message().phrases(instead, unsaid);
    }

    private List<ListenAction> refused(String type) {
        ahead.clear(); // they were meant for what did not come
        return message(forwarded() != null && type.equals("urn:ssms:revoked") ? TAKEN_BACK : reason(type));
    }

    private static List<Phrase> reason(String type) {
        return switch (type) {
            // nobody says whose word that is: the sender's, the called party's or the domain's
            case "urn:ssms:not-by-phone" -> Phrase.clips("not-by-phone", "on-the-web");
            case "urn:ssms:drm-too-weak" -> Phrase.clips("not-by-phone", "because-protection");
            case "urn:ssms:not-yet" -> Phrase.clips("not-heard", "because-not-yet");
            case "urn:ssms:expired" -> Phrase.clips("not-heard", "because-expired");
            case "urn:ssms:plays-exhausted" -> Phrase.clips("not-heard", "because-plays");
            case "urn:ssms:revoked" -> Phrase.clips("not-heard", "because-recalled");
            case "urn:ssms:no-license" -> Phrase.clips("not-heard");
            default -> Phrase.clips("not-heard", "because-locked");
        };
    }

    private List<ListenAction> inMessage(Command.Simple command) {
        if (forwarded() != null && OF_OWNER.contains(command)) {
            return message(Phrase.clips("wrong-key"));
        }
        return switch (command) {
            case NEXT -> next("no-more-messages");
            case LISTEN -> open(current());
            case SKIP_BACK -> isOpen ? moved(SKIP.negated()) : message(List.of());
            case SKIP_ON -> isOpen ? moved(SKIP) : message(List.of());
            case SPEED -> change(speed.next());
            case PAUSE -> pause();
            case ENVELOPE -> to(State.WORKING, STOP_PROMPTS, new ListenAction.Ask(current()));
            case FORWARD -> begin(new Forwarding(current(), tries));
            case REPLY -> begin(answer());
            case DELETE -> isDeleted(current()) ? restore() : delete();
            case SAVE -> isDeleted(current()) ? restore() : message(Phrase.clips("saved"));
            case BACK -> mailbox(List.of());
            default -> message(List.of());
        };
    }

    private Errand answer() {
        Reply reply = new Reply(current(), limits.max());
        return isCallable ? new CallBack(current(), isAnswerable ? reply : null) : reply;
    }

    private List<ListenAction> moved(Duration by) {
        List<ListenAction> actions = new ArrayList<>(List.of(new Move(by)));
        actions.addAll(message(List.of()));
        return actions;
    }

    /** Also of what comes later in this call. */
    private List<ListenAction> change(Speed to) {
        speed = to;
        List<ListenAction> actions = new ArrayList<>(List.of(new HearAt(to)));
        actions.addAll(message(Phrase.clips(to.clip())));
        return actions;
    }

    private List<ListenAction> pause() {
        if (state == State.PAUSED || waits || !isOpen || !isHeard.getAsBoolean()) {
            return message(List.of());
        }
        return say(State.PAUSED, Phrase.clips("paused"), List.of());
    }

    private List<ListenAction> delete() {
        isDeleting = true;
        return to(State.WORKING, STOP_PROMPTS, new ListenAction.Delete(current()));
    }

    private List<ListenAction> restore() {
        isDeleting = false;
        return to(State.WORKING, STOP_PROMPTS, new ListenAction.Restore(current()));
    }

    private List<ListenAction> worked(Simple event) {
        if (event == Simple.NOT_DONE) {
            return message(Phrase.clips("error"));
        }
        if (event != Simple.DONE) {
            return List.of();
        }
        MessageView done = current();
        fresh = without(fresh, done);
        saved = without(saved, done);
        deleted = without(deleted, done);
        if (isDeleting) {
            deleted = with(deleted, done);
            return closing(only("deleted"));
        }
        saved = with(saved, done);
        return message(Phrase.clips("restored"));
    }

    /** Without the message, of which nothing more is heard. */
    private List<ListenAction> only(String... clips) {
        return say(State.MESSAGE, Phrase.clips(clips), messageMenu());
    }

    private List<ListenAction> told(RightsTold told) {
        return message(Envelope.whole(current(), kind(), forwarded(), told.rights()));
    }

    private String kind() {
        if (forwarded() != null) {
            return "message-shared";
        }
        return isDeleted(current()) ? "message-deleted" : fresh.contains(current()) ? "message-new" : "message-saved";
    }

    /** By whom the message was that is open; null: it is the listener's own. */
    private @Nullable Forwarded forwarded() {
        MessageView one = current();
        return others == null
                ? null
                : others.stream()
                        .filter(other -> other.message().equals(one))
                        .findFirst()
                        .orElse(null);
    }

    private MessageView current() {
        if (message == null) {
            throw new IllegalStateException("no message is open");
        }
        return message;
    }

    private boolean isDeleted(MessageView which) {
        return deleted.contains(which);
    }

    private static List<MessageView> without(List<MessageView> messages, MessageView one) {
        return messages.stream().filter(other -> !other.equals(one)).toList();
    }

    private static List<MessageView> with(List<MessageView> messages, MessageView one) {
        return Stream.concat(messages.stream(), Stream.of(one)).toList();
    }

    // --- errands -----------------------------------------------------------------------------------------------------

    private List<ListenAction> begin(Errand which) {
        errand = which;
        return step(which.begin());
    }

    private boolean isOfWork(CallEvent event) {
        return event instanceof RightsTold
                || event instanceof ReceiverFound
                || event instanceof GreetingFound
                || event instanceof GreetingSpoken
                || event instanceof Refused
                || (event instanceof Simple simple
                        && (OF_WORK.contains(simple) || (isCallingBack() && OF_CALL_BACK.contains(simple))));
    }

    private List<ListenAction> step(Errand.Step step) {
        if (step instanceof Step.Otherwise otherwise) {
            ahead.clear();
            return step(otherwise.next());
        }
        entry.clear();
        if (step instanceof Step.Ask ask) {
            question = ask.question();
            return say(State.ENTERING, List.of(), question);
        }
        if (step instanceof Step.Confirm confirm) {
            question = confirm.question();
            return say(State.CONFIRMING, List.of(), question);
        }
        if (step instanceof Step.Speak speak) {
            ahead.clear(); // nobody knows ahead when he will have spoken
            longestSpoken = speak.longest();
            waits = false;
            return to(State.RECORDING, speak.action());
        }
        if (step instanceof Step.Work work) {
            return to(State.WORKING, STOP_PROMPTS, work.action());
        }
        if (step instanceof Step.Instead instead) {
            return begin(instead.other());
        }
        if (step instanceof Step.End) {
            return ended(HANG_UP);
        }
        return leave(((Step.Over) step).said());
    }

    /** Goes back to where the errand was begun. */
    private List<ListenAction> leave(List<Phrase> said) {
        errand = null;
        entry.clear();
        return message == null ? settings(said) : message(said);
    }

    private List<ListenAction> enter(Errand of, char key) {
        return switch (entry.pressed(key)) {
            case BACK -> {
                boolean isToLeave = entry.digits().isEmpty();
                yield isToLeave ? leave(List.of()) : askAgain(List.of());
            }
            case COMPLETE -> entry.digits().isEmpty() ? askAgain(List.of()) : step(of.entered(entry.digits()));
            case MORE -> more();
        };
    }

    private List<ListenAction> confirm(Errand of, char key) {
        Step next = of.pressed(key);
        return next == null ? askAgain(Phrase.clips("wrong-key")) : step(next);
    }

    private List<ListenAction> spoken(Errand.Ended how) {
        return step(requireNonNull(errand).spoken(how));
    }

    private List<ListenAction> recorded(Simple event) {
        return switch (event) {
            case RECORDING_ENDED -> spoken(Errand.Ended.WHOLE);
            case RECORDING_FAILED -> spoken(Errand.Ended.CUT_OFF);
            case PROMPTS_ENDED -> {
                waits = true; // he speaks
                yield List.of();
            }
            default -> List.of();
        };
    }

    private List<ListenAction> askAgain(List<Phrase> before) {
        entry.clear();
        return say(state, before, question);
    }

    // --- keys and silence --------------------------------------------------------------------------------------------

    private List<ListenAction> pressed(char key) {
        unanswered = 0;
        isThere();
        if (isLate()) {
            return goodbye(List.of());
        }
        return switch (state) {
            case ASKING -> enter(key);
            case ENTERING -> enter(requireNonNull(errand), key);
            case CONFIRMING -> confirm(requireNonNull(errand), key);
            case RECORDING ->
                switch (key) {
                    case '#' -> spoken(Errand.Ended.WHOLE);
                    case '*' -> spoken(Errand.Ended.GIVEN_UP);
                    default -> List.of();
                };
            case MAILBOX ->
                menus.mailbox()
                        .on(key)
                        .map(command -> command instanceof Command.Open
                                ? settings(List.of())
                                : inMailbox((Command.Simple) command))
                        .orElseGet(() -> mailbox(Phrase.clips("wrong-key")));
            case SETTINGS ->
                menus.settings()
                        .on(key)
                        .map(command -> inSettings((Command.Simple) command))
                        .orElseGet(() -> settings(Phrase.clips("wrong-key")));
            case MESSAGE, PAUSED ->
                menus.message()
                        .on(key)
                        .map(command -> inMessage((Command.Simple) command))
                        .orElseGet(() -> message(Phrase.clips("wrong-key")));
            default -> List.of();
        };
    }

    private boolean isLate() {
        return nanoTime.getAsLong() - endNanos > 0;
    }

    private List<ListenAction> timeout() {
        if (isLate() && listensToKeys()) {
            return mediaArrived ? goodbye(List.of()) : ended(HANG_UP);
        }
        return switch (state) {
            case INVITED, ANSWERED, GOODBYE -> ended(HANG_UP);
            case AWAITING_MEDIA -> begin();
            case ASKING, MAILBOX, MESSAGE, SETTINGS, ENTERING, CONFIRMING -> waits ? silence() : overtime();
            case PAUSED -> unlessOver(() -> mailbox(List.of()));
            case RECORDING -> spoken(Errand.Ended.WHOLE);
            case LOGGING_IN, OPENING -> goodbye(Phrase.clips("error", "try-later"));
            case WORKING -> errand == null ? goodbye(Phrase.clips("error", "try-later")) : overdue(errand);
            case ENDED -> List.of();
        };
    }

    private List<ListenAction> overdue(Errand its) {
        Step then = its.overdue();
        return then == null ? goodbye(its.late()) : step(then);
    }

    /** What is played has not ended: it may not be heard any more, or the media are stuck. */
    private List<ListenAction> overtime() {
        return state == State.MESSAGE ? unlessOver(this::waitForKey) : waitForKey();
    }

    /** A play may have ended, or be about to. */
    private List<ListenAction> unlessOver(Supplier<List<ListenAction>> otherwise) {
        if (!isOpen || end == null) {
            return otherwise.get();
        }
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero()) {
            return closing(only("because-expired"));
        }
        return left.compareTo(EARLY) < 0 ? List.of() : otherwise.get();
    }

    private List<ListenAction> waitForKey() {
        waits = true;
        return List.of(STOP_PROMPTS);
    }

    private List<ListenAction> silence() {
        if (unanswered++ >= menu().repeats()) {
            unanswered = 0;
            return switch (state) {
                case ENTERING, CONFIRMING -> leave(List.of());
                case MESSAGE, SETTINGS -> mailbox(List.of());
                default -> goodbye(List.of());
            };
        }
        return switch (state) {
            case ASKING -> ask(List.of());
            case ENTERING, CONFIRMING -> askAgain(List.of());
            case MESSAGE -> say(state, List.of(), messageMenu());
            case MAILBOX -> say(state, List.of(), mailboxMenu());
            default -> say(state, List.of(), menu().phrases());
        };
    }

    /** The one that is open, or was. */
    private Menu menu() {
        if (state == State.MAILBOX || state == State.ASKING) {
            return menus.mailbox();
        }
        return message == null ? menus.settings() : menus.message();
    }

    private List<ListenAction> say(State then, List<Phrase> before, List<Phrase> after) {
        waits = false;
        return to(then, new Play(Stream.concat(before.stream(), after.stream()).toList()));
    }

    private List<ListenAction> goodbye(List<Phrase> before) {
        return closing(say(State.GOODBYE, before, Phrase.clips("goodbye")));
    }

    private List<ListenAction> ended(ListenAction... first) {
        if (state == State.ENDED) {
            return List.of();
        }
        List<ListenAction> actions = new ArrayList<>(List.of(first));
        actions.add(RELEASE);
        state = State.ENDED;
        return closing(actions);
    }

    private List<ListenAction> to(State then, ListenAction... actions) {
        state = then;
        return List.of(actions);
    }
}
