package org.ssms.call;

import static org.ssms.call.CallAction.Simple.CANCEL_RECORDING;
import static org.ssms.call.CallAction.Simple.DEPOSIT_KEY;
import static org.ssms.call.CallAction.Simple.DROP_FORMER;
import static org.ssms.call.CallAction.Simple.HANG_UP;
import static org.ssms.call.CallAction.Simple.KEEP_RECORDING;
import static org.ssms.call.CallAction.Simple.LEAVE_NOTHING;
import static org.ssms.call.CallAction.Simple.OPEN_RECORDING;
import static org.ssms.call.CallAction.Simple.PAUSE_RECORDING;
import static org.ssms.call.CallAction.Simple.RECALL;
import static org.ssms.call.CallAction.Simple.RELEASE;
import static org.ssms.call.CallAction.Simple.STOP_PROMPTS;
import static org.ssms.media.prompt.PromptName.BEEP;
import static org.ssms.media.prompt.PromptName.CANCELLED;
import static org.ssms.media.prompt.PromptName.ERROR;
import static org.ssms.media.prompt.PromptName.GOODBYE;
import static org.ssms.media.prompt.PromptName.STORED;
import static org.ssms.media.prompt.PromptName.TRY_LATER;
import static org.ssms.media.prompt.PromptName.UNAVAILABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ssms.call.CallAction.Choose;
import org.ssms.call.CallAction.Play;
import org.ssms.call.CallAction.RecordAfter;
import org.ssms.call.CallAction.Renew;
import org.ssms.call.CallEvent.Chosen;
import org.ssms.call.CallEvent.Digit;
import org.ssms.call.CallEvent.Found;
import org.ssms.call.CallEvent.Limited;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Command;
import org.ssms.call.menu.Keypad;
import org.ssms.call.menu.MenuWalk;
import org.ssms.call.menu.Phrase;
import org.ssms.recording.RecordingConfig;

/**
 * How a voicemail call goes: a state machine without any means of its own. It takes events and returns what to do, so
 * the whole course of a call can be read, and tested, here.
 *
 * <p>ANSWERED, ACK, media, greeting and key, files, beep, recording, stored, goodbye, BYE. The license server hears of
 * a call only when the caller's media is there; a caller whose phone sends nothing until he speaks hears the greeting
 * nevertheless. The beep is a promise: it sounds only when the key is deposited and the files are open; the media loop
 * itself begins to record when it ends. "Stored" is said only when the message is durably in the mailbox. A call that
 * ends before the recording leaves nothing; one that ends later leaves the message.
 *
 * <p>Not thread-safe.
 */
final class CallScript {
    /** 64*T1 (RFC 3261 §13.3.1.4). */
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(32);

    /** Longer than any two prompts. */
    private static final Duration PROMPT_TIMEOUT = Duration.ofSeconds(30);

    /** When the message is there, or none will be: a caller on hold misses nothing any more. */
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(8);

    /** Phones that send anything have done so by then; they are greeted where they are heard, also behind a NAT. */
    private static final Duration UNHEARD_AFTER = Duration.ofSeconds(1);

    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(10);

    /** So often the caller hears that it takes a moment, after {@link #WORK_TIMEOUT} each. */
    private static final int MOST_WAITS = 3;

    private static final int MOST_RENEWALS = 5;

    /** Longer than any menu takes to be said. */
    private static final Duration MENU_TIMEOUT = Duration.ofMinutes(2);

    /** Longer than the code takes to be said twice; a caller on hold misses nothing that matters. */
    private static final Duration LAST_MENU_TIMEOUT = Duration.ofSeconds(60);

    private static final Play APOLOGY = Play.of(UNAVAILABLE, TRY_LATER);

    private static final Play REGRET = Play.of(ERROR, TRY_LATER);

    enum State {
        INVITED,
        /** 200 is out, the ACK is not in. */
        ANSWERED,
        /** ACK is there, the caller's media is not (Figure 4, step 32). */
        AWAITING_MEDIA,
        /** The greeting is played to somebody who is muted, or whose phone suppresses silence. */
        UNHEARD,
        /** Meanwhile the key is deposited. */
        GREETING,
        AWAITING_KEY,
        OPENING,
        /** The recording waits for its end. */
        BEEP,
        RECORDING,
        /** A menu is being said. */
        MENU,
        /** It was said: a key is waited for. */
        MENU_AWAITING_KEY,
        /** What the caller has confirmed is being made to hold. */
        CHOOSING,
        /** The license server is asked about a message that the caller has left before. */
        CONTROLLING,
        /** Another message is prepared, for the caller to begin again. */
        RENEWING,
        /** It takes the place of the one before. */
        REPLACING,
        /** If that cannot be, the message is kept and the caller hears so. */
        CANCELLING,
        STORING,
        CONFIRMING,
        GOODBYE,
        ENDED
    }

    private enum Message {
        NONE,
        /** There are files, which the caller may add to. */
        OPEN,
        /** It is safe. */
        KEPT
    }

    private enum Key {
        PENDING,
        DEPOSITED,
        REFUSED
    }

    private final CallGreeting greeting;
    private final RecordingConfig recording;
    private final Keypad keypad;
    private State state = State.INVITED;
    private Key key = Key.PENDING;
    private boolean mediaArrived;
    private boolean greeted;

    /** Whether the menu is said behind what the caller has recorded. */
    private boolean isBehindRecording;

    private int waits;

    private int renewals;

    /** Whether an answer about a message that was left before may still come, for which nobody waits any more. */
    private boolean isControlLate;

    private Message message = Message.NONE;

    /** By the disk, while he spoke. */
    private boolean isCutOff;

    /** Whether the caller, who has no account, may be told by what code he controls it. */
    private boolean hasCode;

    /** Whether he has pressed a key that means something: nobody else waits for a menu when all is done. */
    private boolean hasKeys;

    CallScript(CallGreeting greeting, RecordingConfig recording, Keypad keypad) {
        this.greeting = greeting;
        this.recording = recording;
        this.keypad = keypad;
    }

    State state() {
        return state;
    }

    /** For how long the call may stay in the present state, but for a hold. */
    Duration limit() {
        return limit(state);
    }

    Duration limit(State state) {
        Duration firstMedia = recording.limits().firstMedia();
        Duration unheard = Collections.min(List.of(UNHEARD_AFTER, firstMedia));
        return switch (state) {
            case ANSWERED -> ACK_TIMEOUT;
            case AWAITING_MEDIA -> unheard;
            case UNHEARD -> firstMedia.minus(unheard).plus(greeting.length());
            case AWAITING_KEY -> recording.licenseServer().timeout();
            case RECORDING -> recording.limits().max().plus(WORK_TIMEOUT);
            case OPENING, STORING, CHOOSING, CONTROLLING, RENEWING, REPLACING, CANCELLING -> WORK_TIMEOUT;
            case GREETING -> PROMPT_TIMEOUT.plus(greeting.length());
            case INVITED, BEEP, ENDED -> PROMPT_TIMEOUT;
            case MENU -> menuLimit();
            case MENU_AWAITING_KEY -> keypad.patience();
            case CONFIRMING, GOODBYE -> FAREWELL_TIMEOUT;
        };
    }

    private Duration menuLimit() {
        Duration said = message == Message.KEPT ? LAST_MENU_TIMEOUT : MENU_TIMEOUT;
        return isBehindRecording ? said.plus(recording.limits().max()) : said;
    }

    /** Whether a hold prolongs the present state, as the caller is to hear what he has not heard yet. */
    boolean waitsForCaller() {
        return state == State.GREETING || state == State.BEEP;
    }

    boolean isInMenu() {
        return switch (state) {
            case MENU, MENU_AWAITING_KEY, CHOOSING, CONTROLLING, RENEWING, REPLACING -> true;
            default -> false;
        };
    }

    /**
     * Whether a key means something, or soon will: the tone of one that begins within the beep is not to be in the
     * recording.
     */
    boolean listensToKeys() {
        return switch (state) {
            case GREETING,
                    AWAITING_KEY,
                    OPENING,
                    BEEP,
                    RECORDING,
                    MENU,
                    MENU_AWAITING_KEY,
                    CHOOSING,
                    CONTROLLING,
                    RENEWING,
                    REPLACING -> true;
            case CONFIRMING -> hasCode;
            case INVITED, ANSWERED, AWAITING_MEDIA, UNHEARD, CANCELLING, STORING, GOODBYE, ENDED -> false;
        };
    }

    /** Returns what to do now, in this order; nothing when the event means nothing in the present state. */
    List<CallAction> on(CallEvent event) {
        if (event instanceof Digit digit) {
            return pressed(digit.key());
        }
        if (event instanceof Chosen chosen) {
            return state == State.CHOOSING ? turn(keypad.settled(chosen.rights(), chosen.ofOwner())) : List.of();
        }
        if (event instanceof Found found) {
            return state == State.CONTROLLING
                    ? turn(keypad.found(found.heard(), found.ofOwner(), found.members(), found.heardBy()))
                    : List.of();
        }
        if (event instanceof Limited limited) {
            return state == State.CONTROLLING ? turn(keypad.limited(limited.ofOwner())) : List.of();
        }
        return on((Simple) event);
    }

    private List<CallAction> pressed(char key) {
        List<CallAction> actions = actionsOf(key);
        hasKeys |= !actions.isEmpty() || state == State.CONFIRMING;
        return actions;
    }

    private List<CallAction> actionsOf(char key) {
        return switch (state) {
            case GREETING -> keypad.inGreeting(key).map(this::inGreeting).orElse(List.of());
            case RECORDING -> keypad.inRecording(key).map(this::inRecording).orElse(List.of());
            case MENU, MENU_AWAITING_KEY -> turn(keypad.pressed(key));
            default -> List.of();
        };
    }

    private List<CallAction> inGreeting(Command command) {
        if (command instanceof Command.Open menu) {
            return turn(keypad.open(menu));
        }
        return command == Command.Simple.SKIP ? then(STOP_PROMPTS, afterGreeting()) : List.of();
    }

    private List<CallAction> inRecording(Command command) {
        if (command instanceof Command.Open menu && !keypad.isUsedUp()) {
            return then(PAUSE_RECORDING, turn(keypad.open(menu)));
        }
        return command instanceof Command.Open || command == Command.Simple.SEND
                ? to(State.STORING, KEEP_RECORDING)
                : List.of();
    }

    /** What comes of a key, or of silence, in a menu. */
    private List<CallAction> turn(MenuWalk.Turn turn) {
        if (turn instanceof MenuWalk.Say say) {
            isBehindRecording = say.phrases().contains(new Phrase.Recorded());
            return say.phrases().isEmpty()
                    ? to(State.MENU_AWAITING_KEY, STOP_PROMPTS)
                    : to(State.MENU, new Play(say.phrases()));
        }
        if (turn instanceof MenuWalk.Switch other) {
            return then(new CallAction.Speak(other.language()), turn(other.then()));
        }
        if (turn instanceof MenuWalk.Settle settle) {
            waits = 0;
            return to(State.CHOOSING, STOP_PROMPTS, new Choose(settle.chosen()));
        }
        if (turn instanceof MenuWalk.LookUp search) {
            return control(new CallAction.LookUp(search.code()));
        }
        if (turn instanceof MenuWalk.Limit limit) {
            return control(new CallAction.Limit(limit.rights()));
        }
        if (turn instanceof MenuWalk.Recall) {
            return control(RECALL);
        }
        return afterMenu(((MenuWalk.Do) turn).command());
    }

    private List<CallAction> control(CallAction asked) {
        if (isControlLate) {
            return turn(keypad.notControlled("error", "try-later"));
        }
        waits = 0;
        return to(State.CONTROLLING, STOP_PROMPTS, asked);
    }

    /** Nothing more is asked in this call: what comes now would be taken for the answer to something else. */
    private List<CallAction> controlIsLate() {
        isControlLate = true;
        return turn(keypad.notControlled("error", "try-later"));
    }

    private List<CallAction> controlling(Simple event) {
        return switch (event) {
            case RECALLED -> turn(keypad.recalled());
            case CODE_WRONG -> turn(keypad.notControlled("control-code-wrong"));
            case CODES_NOT_LOOKED_AT -> turn(keypad.notControlled("too-many-attempts", "try-later"));
            case CONTROL_REFUSED -> turn(keypad.notControlled("not-changed"));
            case CONTROL_FAILED -> turn(keypad.notControlled("error", "try-later"));
            default -> List.of();
        };
    }

    private List<CallAction> afterMenu(Command.Simple command) {
        if (message == Message.KEPT) {
            return to(State.GOODBYE, Play.of(GOODBYE));
        }
        if (message == Message.NONE) {
            return command == Command.Simple.CANCEL
                    ? to(State.GOODBYE, LEAVE_NOTHING, Play.of(GOODBYE))
                    : then(STOP_PROMPTS, afterGreeting());
        }
        return switch (command) {
            case SEND -> to(State.STORING, STOP_PROMPTS, KEEP_RECORDING);
            case CANCEL -> to(State.CANCELLING, STOP_PROMPTS, CANCEL_RECORDING);
            case AGAIN -> renew();
            default -> to(State.BEEP, RecordAfter.of(BEEP));
        };
    }

    /** Whoever never likes what he says costs no more than some messages. */
    private List<CallAction> renew() {
        if (renewals == MOST_RENEWALS) {
            return turn(keypad.refused());
        }
        renewals++;
        waits = 0;
        return to(State.RENEWING, STOP_PROMPTS, new Renew(keypad.confirmed()));
    }

    private static List<CallAction> then(CallAction first, List<CallAction> others) {
        List<CallAction> actions = new ArrayList<>(List.of(first));
        actions.addAll(others);
        return actions;
    }

    private List<CallAction> on(Simple event) {
        remember(event);
        return switch (event) {
            case HUNG_UP -> hungUp();
            case ABORTED -> abort();
            case TIMEOUT -> timeout();
            default -> proceed(event);
        };
    }

    private void remember(Simple event) {
        switch (event) {
            case FIRST_MEDIA -> mediaArrived = true;
            case KEY_DEPOSITED -> key = Key.DEPOSITED;
            case KEY_REFUSED -> key = Key.REFUSED;
            case CODE_GIVEN -> hasCode = true;
            default -> {
                // the others matter only in the state in which they come
            }
        }
    }

    private List<CallAction> proceed(Simple event) {
        return switch (state) {
            case INVITED -> event == Simple.INVITED ? to(State.ANSWERED) : List.of();
            case ANSWERED -> event == Simple.ACKNOWLEDGED ? awaitMedia() : List.of();
            case AWAITING_MEDIA -> awaitMedia();
            case UNHEARD -> unheard(event);
            case GREETING -> event == Simple.PROMPTS_ENDED ? afterGreeting() : List.of();
            case AWAITING_KEY -> afterGreeting();
            case OPENING -> opening(event);
            // of what is added little may be left to say: then the loop ends it before it tells the end of the beep
            case BEEP -> event == Simple.PROMPTS_ENDED ? to(State.RECORDING) : recording(event);
            case RECORDING -> recording(event);
            case MENU -> inMenu(event);
            case MENU_AWAITING_KEY -> List.of();
            case CHOOSING -> event == Simple.CHOICE_FAILED ? turn(keypad.notSettled()) : List.of();
            case CONTROLLING -> controlling(event);
            case RENEWING -> renewing(event);
            case REPLACING -> replacing(event);
            case CANCELLING, STORING -> storing(event);
            case CONFIRMING -> event == Simple.PROMPTS_ENDED ? farewell() : List.of();
            case GOODBYE -> event == Simple.PROMPTS_ENDED ? to(State.ENDED, HANG_UP, RELEASE) : List.of();
            case ENDED -> List.of();
        };
    }

    private List<CallAction> awaitMedia() {
        return mediaArrived ? to(State.GREETING, DEPOSIT_KEY, new Play(greeting.phrases())) : to(State.AWAITING_MEDIA);
    }

    private List<CallAction> unheard(Simple event) {
        greeted |= event == Simple.PROMPTS_ENDED;
        if (!mediaArrived) {
            return List.of();
        }
        return to(greeted ? State.AWAITING_KEY : State.GREETING, DEPOSIT_KEY);
    }

    private List<CallAction> afterGreeting() {
        return switch (key) {
            case PENDING -> to(State.AWAITING_KEY);
            case DEPOSITED -> to(State.OPENING, OPEN_RECORDING);
            case REFUSED -> apologise();
        };
    }

    private List<CallAction> opening(Simple event) {
        return switch (event) {
            case RECORDING_OPENED -> {
                message = Message.OPEN;
                yield to(State.BEEP, RecordAfter.of(BEEP));
            }
            case RECORDING_REFUSED -> apologise();
            default -> List.of();
        };
    }

    private List<CallAction> inMenu(Simple event) {
        return switch (event) {
            case PROMPTS_ENDED -> to(State.MENU_AWAITING_KEY);
            case NOT_HEARD -> turn(keypad.notHeard());
            default -> List.of();
        };
    }

    private List<CallAction> recording(Simple event) {
        return switch (event) {
            case RECORDING_ENDED -> to(State.STORING, KEEP_RECORDING);
            case RECORDING_FAILED -> {
                isCutOff = true;
                yield to(State.STORING, KEEP_RECORDING);
            }
            default -> List.of();
        };
    }

    private List<CallAction> renewing(Simple event) {
        return switch (event) {
            case RENEWED -> to(State.REPLACING, DROP_FORMER);
            case RENEWAL_FAILED -> turn(keypad.refused());
            default -> List.of();
        };
    }

    private List<CallAction> replacing(Simple event) {
        return switch (event) {
            case FORMER_DROPPED -> to(State.BEEP, RecordAfter.of(BEEP));
            case RENEWAL_FAILED -> keepAndRegret();
            default -> List.of();
        };
    }

    /** He does not hear that it is stored, as that is not what he has asked for. */
    private List<CallAction> keepAndRegret() {
        return to(State.GOODBYE, KEEP_RECORDING, REGRET);
    }

    private List<CallAction> storing(Simple event) {
        return switch (event) {
            case STORED -> isCutOff ? cutOff("stored") : confirm(Play.of(STORED));
            case POSTPONED -> isCutOff ? cutOff("saved") : farewell();
            case NOTHING_RECORDED -> to(State.GOODBYE, isCutOff ? APOLOGY : Play.of(GOODBYE));
            case CANCELLED -> to(State.GOODBYE, Play.of(CANCELLED, GOODBYE));
            case NOT_DONE -> to(State.GOODBYE, REGRET);
            default -> List.of();
        };
    }

    /** What the disk took is a message: the caller hears that it did not end well, and that it is there. */
    private List<CallAction> cutOff(String clip) {
        return confirm(new Play(Phrase.clips("error", clip)));
    }

    private List<CallAction> confirm(Play said) {
        message = Message.KEPT;
        return to(State.CONFIRMING, said);
    }

    /** Of a message that is there, or will be. */
    private List<CallAction> farewell() {
        message = Message.KEPT;
        return hasCode && hasKeys ? turn(keypad.open(keypad.whenStored())) : to(State.GOODBYE, Play.of(GOODBYE));
    }

    private List<CallAction> apologise() {
        return to(State.GOODBYE, LEAVE_NOTHING, APOLOGY);
    }

    private List<CallAction> timeout() {
        return switch (state) {
            case AWAITING_MEDIA -> to(State.UNHEARD, new Play(greeting.phrases()));
            case INVITED, ANSWERED, UNHEARD -> to(State.ENDED, HANG_UP, RELEASE);
            case GREETING -> to(State.ENDED, LEAVE_NOTHING, HANG_UP, RELEASE);
            case BEEP -> to(State.ENDED, KEEP_RECORDING, HANG_UP, RELEASE);
            case AWAITING_KEY, OPENING -> apologise();
            case RECORDING -> to(State.STORING, KEEP_RECORDING);
            case MENU -> to(State.MENU_AWAITING_KEY);
            case MENU_AWAITING_KEY -> turn(keypad.silence());
            case CHOOSING, CONTROLLING, RENEWING, REPLACING -> stillWaiting();
            case STORING -> isCutOff ? cutOff("saved") : farewell();
            case CANCELLING -> to(State.GOODBYE, Play.of(GOODBYE));
            case CONFIRMING, GOODBYE -> to(State.ENDED, HANG_UP, RELEASE);
            case ENDED -> List.of();
        };
    }

    /** Nothing is said of a choice before it is known whether it holds, nor anything recorded anew before it can be. */
    private List<CallAction> stillWaiting() {
        if (++waits > MOST_WAITS) {
            return state == State.CONTROLLING
                    ? controlIsLate()
                    : message == Message.OPEN ? keepAndRegret() : apologise();
        }
        return to(state, new Play(Phrase.clips("one-moment")));
    }

    private List<CallAction> hungUpInMenu() {
        return switch (message) {
            case NONE -> to(State.ENDED, LEAVE_NOTHING, RELEASE);
            case OPEN -> to(State.ENDED, KEEP_RECORDING, RELEASE);
            case KEPT -> to(State.ENDED, RELEASE);
        };
    }

    private List<CallAction> hungUp() {
        return switch (state) {
            case INVITED, ANSWERED, AWAITING_MEDIA, UNHEARD -> to(State.ENDED, RELEASE);
            case GREETING, AWAITING_KEY, OPENING -> to(State.ENDED, LEAVE_NOTHING, RELEASE);
            // whether the beep is over and something recorded, only the media loop knows
            case BEEP, RECORDING -> to(State.ENDED, KEEP_RECORDING, RELEASE);
            case MENU, MENU_AWAITING_KEY, CHOOSING, CONTROLLING, RENEWING, REPLACING -> hungUpInMenu();
            case CANCELLING, STORING, CONFIRMING, GOODBYE -> to(State.ENDED, RELEASE);
            case ENDED -> List.of();
        };
    }

    private List<CallAction> abort() {
        List<CallAction> actions = new ArrayList<>();
        if (state != State.ENDED) {
            actions.addAll(hungUp());
            actions.add(actions.indexOf(RELEASE), HANG_UP);
        }
        return actions;
    }

    private List<CallAction> to(State next, CallAction... actions) {
        state = next;
        return List.of(actions);
    }
}
