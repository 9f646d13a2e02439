package org.ssms.call;

import static org.ssms.call.CallAction.BEEP_AND_RECORD;
import static org.ssms.call.CallAction.DEPOSIT_KEY;
import static org.ssms.call.CallAction.HANG_UP;
import static org.ssms.call.CallAction.KEEP_RECORDING;
import static org.ssms.call.CallAction.LEAVE_NOTHING;
import static org.ssms.call.CallAction.OPEN_RECORDING;
import static org.ssms.call.CallAction.PLAY_GOODBYE;
import static org.ssms.call.CallAction.PLAY_GREETING;
import static org.ssms.call.CallAction.PLAY_STORED;
import static org.ssms.call.CallAction.PLAY_UNAVAILABLE;
import static org.ssms.call.CallAction.RELEASE;
import static org.ssms.call.CallAction.STOP_PROMPT;

import java.util.ArrayList;
import java.util.List;

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

    private State state = State.INVITED;
    private Key key = Key.PENDING;
    private boolean mediaArrived;
    private boolean greeted;

    State state() {
        return state;
    }

    /** Returns what to do now, in this order; nothing when the event means nothing in the present state. */
    List<CallAction> on(CallEvent event) {
        remember(event);
        return switch (event) {
            case HUNG_UP -> hungUp();
            case ABORTED -> abort();
            case TIMEOUT -> timeout();
            default -> proceed(event);
        };
    }

    private void remember(CallEvent event) {
        switch (event) {
            case FIRST_MEDIA -> mediaArrived = true;
            case KEY_DEPOSITED -> key = Key.DEPOSITED;
            case KEY_REFUSED -> key = Key.REFUSED;
            default -> {
                // the others matter only in the state in which they come
            }
        }
    }

    private List<CallAction> proceed(CallEvent event) {
        return switch (state) {
            case INVITED -> event == CallEvent.INVITED ? to(State.ANSWERED) : List.of();
            case ANSWERED -> event == CallEvent.ACKNOWLEDGED ? awaitMedia() : List.of();
            case AWAITING_MEDIA -> awaitMedia();
            case UNHEARD -> unheard(event);
            case GREETING -> greeting(event);
            case AWAITING_KEY -> afterGreeting();
            case OPENING -> opening(event);
            case BEEP -> event == CallEvent.PROMPT_ENDED ? to(State.RECORDING) : List.of();
            case RECORDING -> recording(event);
            case STORING -> storing(event);
            case CONFIRMING -> event == CallEvent.PROMPT_ENDED ? to(State.GOODBYE, PLAY_GOODBYE) : List.of();
            case GOODBYE -> event == CallEvent.PROMPT_ENDED ? to(State.ENDED, HANG_UP, RELEASE) : List.of();
            case ENDED -> List.of();
        };
    }

    private List<CallAction> awaitMedia() {
        return mediaArrived ? to(State.GREETING, DEPOSIT_KEY, PLAY_GREETING) : to(State.AWAITING_MEDIA);
    }

    private List<CallAction> unheard(CallEvent event) {
        greeted |= event == CallEvent.PROMPT_ENDED;
        if (!mediaArrived) {
            return List.of();
        }
        return to(greeted ? State.AWAITING_KEY : State.GREETING, DEPOSIT_KEY);
    }

    private List<CallAction> greeting(CallEvent event) {
        if (event == CallEvent.POUND) {
            List<CallAction> actions = new ArrayList<>(List.of(STOP_PROMPT));
            actions.addAll(afterGreeting());
            return actions;
        }
        return event == CallEvent.PROMPT_ENDED ? afterGreeting() : List.of();
    }

    private List<CallAction> afterGreeting() {
        return switch (key) {
            case PENDING -> to(State.AWAITING_KEY);
            case DEPOSITED -> to(State.OPENING, OPEN_RECORDING);
            case REFUSED -> apologise();
        };
    }

    private List<CallAction> opening(CallEvent event) {
        return switch (event) {
            case RECORDING_OPENED -> to(State.BEEP, BEEP_AND_RECORD);
            case RECORDING_REFUSED -> apologise();
            default -> List.of();
        };
    }

    private List<CallAction> recording(CallEvent event) {
        return switch (event) {
            case POUND, RECORDING_ENDED -> to(State.STORING, KEEP_RECORDING);
            // what the disk took is a message; the caller hears that it did not end well
            case RECORDING_FAILED -> to(State.GOODBYE, KEEP_RECORDING, PLAY_UNAVAILABLE);
            default -> List.of();
        };
    }

    private List<CallAction> storing(CallEvent event) {
        return switch (event) {
            case STORED -> to(State.CONFIRMING, PLAY_STORED);
            case POSTPONED, NOTHING_RECORDED -> to(State.GOODBYE, PLAY_GOODBYE);
            default -> List.of();
        };
    }

    private List<CallAction> apologise() {
        return to(State.GOODBYE, LEAVE_NOTHING, PLAY_UNAVAILABLE);
    }

    private List<CallAction> timeout() {
        return switch (state) {
            case AWAITING_MEDIA -> to(State.UNHEARD, PLAY_GREETING);
            case INVITED, ANSWERED, UNHEARD -> to(State.ENDED, HANG_UP, RELEASE);
            case GREETING -> to(State.ENDED, LEAVE_NOTHING, HANG_UP, RELEASE);
            case BEEP -> to(State.ENDED, KEEP_RECORDING, HANG_UP, RELEASE);
            case AWAITING_KEY, OPENING -> apologise();
            case RECORDING -> to(State.STORING, KEEP_RECORDING);
            case STORING -> to(State.GOODBYE, PLAY_GOODBYE);
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
