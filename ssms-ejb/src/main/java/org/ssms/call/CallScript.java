package org.ssms.call;

import static org.ssms.call.CallAction.Simple.DEPOSIT_KEY;
import static org.ssms.call.CallAction.Simple.HANG_UP;
import static org.ssms.call.CallAction.Simple.KEEP_RECORDING;
import static org.ssms.call.CallAction.Simple.LEAVE_NOTHING;
import static org.ssms.call.CallAction.Simple.OPEN_RECORDING;
import static org.ssms.call.CallAction.Simple.RELEASE;
import static org.ssms.call.CallAction.Simple.STOP_PROMPTS;
import static org.ssms.media.prompt.PromptName.BEEP;
import static org.ssms.media.prompt.PromptName.GOODBYE;
import static org.ssms.media.prompt.PromptName.LEAVE_MESSAGE;
import static org.ssms.media.prompt.PromptName.STORED;
import static org.ssms.media.prompt.PromptName.TRY_LATER;
import static org.ssms.media.prompt.PromptName.UNAVAILABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ssms.call.CallAction.Play;
import org.ssms.call.CallAction.RecordAfter;
import org.ssms.call.CallEvent.Digit;
import org.ssms.call.CallEvent.Simple;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.recording.RecordingConfig;

/**
 * How a voicemail call goes: a state machine without any means of its own. It takes events and returns what to do, so the
 * whole course of a call can be read, and tested, here.
 *
 * <p>ANSWERED, ACK, media, greeting and key, files, beep, recording, stored, goodbye, BYE. The license server hears of a
 * call only when the caller's media is there; a caller whose phone sends nothing until he speaks hears the greeting
 * nevertheless. The beep is a promise: it sounds only when the key is deposited and the
 * files are open; the media loop itself begins to record when it ends. "Stored" is said only when the message is durably
 * in the mailbox. A call that ends before the recording leaves nothing; one that ends later leaves the message.
 *
 * <p>Not thread-safe.
 */
final class CallScript {
    /** 64*T1 (RFC 3261 §13.3.1.4). */
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(32);

    /** Longer than any two prompts. */
    private static final Duration PROMPT_TIMEOUT = Duration.ofSeconds(30);

    /** When the message is there, or none will be: a caller on hold misses nothing any more. */
    private static final Duration FAREWELL_TIMEOUT =
            Prompts.LONGEST.multipliedBy(2).plusSeconds(1);

    /** Phones that send anything have done so by then; they are greeted where they are heard, also behind a NAT. */
    private static final Duration UNHEARD_AFTER = Duration.ofSeconds(1);

    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(10);

    private static final Play APOLOGY = Play.of(UNAVAILABLE, TRY_LATER);

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
        STORING,
        CONFIRMING,
        GOODBYE,
        ENDED
    }

    private enum Key {
        PENDING,
        DEPOSITED,
        REFUSED
    }

    private final Play greeting;
    private final RecordingConfig recording;
    private State state = State.INVITED;
    private Key key = Key.PENDING;
    private boolean mediaArrived;
    private boolean greeted;

    CallScript(PromptName greeting, RecordingConfig recording) {
        this.greeting = Play.of(greeting, LEAVE_MESSAGE);
        this.recording = recording;
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
            case UNHEARD -> firstMedia.minus(unheard);
            case AWAITING_KEY -> recording.licenseServer().timeout();
            case RECORDING -> recording.limits().max().plus(WORK_TIMEOUT);
            case OPENING, STORING -> WORK_TIMEOUT;
            case INVITED, GREETING, BEEP, ENDED -> PROMPT_TIMEOUT;
            case CONFIRMING, GOODBYE -> FAREWELL_TIMEOUT;
        };
    }

    /** Whether a hold prolongs the present state, as the caller is to hear what he has not heard yet. */
    boolean waitsForCaller() {
        return state == State.GREETING || state == State.BEEP;
    }

    /** Returns what to do now, in this order; nothing when the event means nothing in the present state. */
    List<CallAction> on(CallEvent event) {
        return event instanceof Digit digit ? pressed(digit.key()) : on((Simple) event);
    }

    private List<CallAction> pressed(char key) {
        if (key != '#') {
            return List.of();
        }
        return switch (state) {
            case GREETING -> {
                List<CallAction> actions = new ArrayList<>(List.of(STOP_PROMPTS));
                actions.addAll(afterGreeting());
                yield actions;
            }
            case RECORDING -> to(State.STORING, KEEP_RECORDING);
            default -> List.of();
        };
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
            case BEEP -> event == Simple.PROMPTS_ENDED ? to(State.RECORDING) : List.of();
            case RECORDING -> recording(event);
            case STORING -> storing(event);
            case CONFIRMING -> event == Simple.PROMPTS_ENDED ? to(State.GOODBYE, Play.of(GOODBYE)) : List.of();
            case GOODBYE -> event == Simple.PROMPTS_ENDED ? to(State.ENDED, HANG_UP, RELEASE) : List.of();
            case ENDED -> List.of();
        };
    }

    private List<CallAction> awaitMedia() {
        return mediaArrived ? to(State.GREETING, DEPOSIT_KEY, greeting) : to(State.AWAITING_MEDIA);
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
            case RECORDING_OPENED -> to(State.BEEP, RecordAfter.of(BEEP));
            case RECORDING_REFUSED -> apologise();
            default -> List.of();
        };
    }

    private List<CallAction> recording(Simple event) {
        return switch (event) {
            case RECORDING_ENDED -> to(State.STORING, KEEP_RECORDING);
            // what the disk took is a message; the caller hears that it did not end well
            case RECORDING_FAILED -> to(State.GOODBYE, KEEP_RECORDING, APOLOGY);
            default -> List.of();
        };
    }

    private List<CallAction> storing(Simple event) {
        return switch (event) {
            case STORED -> to(State.CONFIRMING, Play.of(STORED));
            case POSTPONED, NOTHING_RECORDED -> to(State.GOODBYE, Play.of(GOODBYE));
            default -> List.of();
        };
    }

    private List<CallAction> apologise() {
        return to(State.GOODBYE, LEAVE_NOTHING, APOLOGY);
    }

    private List<CallAction> timeout() {
        return switch (state) {
            case AWAITING_MEDIA -> to(State.UNHEARD, greeting);
            case INVITED, ANSWERED, UNHEARD -> to(State.ENDED, HANG_UP, RELEASE);
            case GREETING -> to(State.ENDED, LEAVE_NOTHING, HANG_UP, RELEASE);
            case BEEP -> to(State.ENDED, KEEP_RECORDING, HANG_UP, RELEASE);
            case AWAITING_KEY, OPENING -> apologise();
            case RECORDING -> to(State.STORING, KEEP_RECORDING);
            case STORING -> to(State.GOODBYE, Play.of(GOODBYE));
            case CONFIRMING, GOODBYE -> to(State.ENDED, HANG_UP, RELEASE);
            case ENDED -> List.of();
        };
    }

    private List<CallAction> hungUp() {
        return switch (state) {
            case INVITED, ANSWERED, AWAITING_MEDIA, UNHEARD -> to(State.ENDED, RELEASE);
            case GREETING, AWAITING_KEY, OPENING -> to(State.ENDED, LEAVE_NOTHING, RELEASE);
            // whether the beep is over and something recorded, only the media loop knows
            case BEEP, RECORDING -> to(State.ENDED, KEEP_RECORDING, RELEASE);
            case STORING, CONFIRMING, GOODBYE -> to(State.ENDED, RELEASE);
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
