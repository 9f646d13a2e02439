package org.ssms.call;

import static org.ssms.call.StreamAction.Simple.HANG_UP;
import static org.ssms.call.StreamAction.Simple.RELEASE;
import static org.ssms.call.StreamAction.Simple.STOP;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.ssms.call.CallEvent.Held;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.CallEvent.Sought;

/**
 * How a call goes in which a player gets a stored message: a state machine without any means of its own.
 *
 * <p>ANSWERED, and nothing is sent until the ACK, for which the player waits until it has its license; then the
 * packets, once, and BYE. An offer may name a place: the stream stops at once, and goes on from there at the ACK of
 * that offer, or, where none comes, half a second later, so that the player can tell the packets of before from those of
 * after. On hold it waits.
 *
 * <p>Not thread-safe.
 */
final class StreamScript {
    /** 64*T1, for the ACK of an INVITE and of a re-INVITE (RFC 3261 §13.3.1.4). */
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(32);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** In which the packets of before have come, when no ACK says from when on a player knows those of after. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    /** In which the last packets arrive, and whoever wants to go back may say so. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** Beside twice the longest message: less than any call may last in which one is left. */
    private static final Duration LONGEST_BESIDE = Duration.ofMinutes(24);

    enum State {
        INVITED,
        ANSWERED,
        STREAMING,
        PAUSED,
        /** Another place is wanted, and the ACK of that is not there yet. */
        SEEKING,
        /** It was wanted by an UPDATE, which has no ACK. */
        MOVING,
        /** All was sent. */
        OVER,
        ENDED
    }

    private final LongSupplier nanoTime;
    private final Duration longest;
    private State state = State.INVITED;
    private Duration place = Duration.ZERO;
    private boolean held;
    private long endNanos;

    /** @param longestMessage with which a call does not go on for ever, however often its listener goes back */
    StreamScript(Duration longestMessage, LongSupplier nanoTime) {
        this.longest = longestMessage.multipliedBy(2).plus(LONGEST_BESIDE);
        this.nanoTime = nanoTime;
    }

    State state() {
        return state;
    }

    /** For how long the state may last. */
    Duration limit() {
        return switch (state) {
            case INVITED, ANSWERED -> ACK_TIMEOUT;
            case SEEKING -> atMost(ACK_TIMEOUT);
            case MOVING -> atMost(ON_THE_WAY);
            case STREAMING -> atMost(longest);
            case PAUSED -> atMost(LONGEST_PAUSE);
            case OVER, ENDED -> LINGER;
        };
    }

    private Duration atMost(Duration limit) {
        Duration left = Duration.ofNanos(Math.max(0, endNanos - nanoTime.getAsLong()));
        return left.compareTo(limit) < 0 ? left : limit;
    }

    /** What is to be done, in this order. */
    List<StreamAction> on(CallEvent event) {
        if (state == State.ENDED) {
            return List.of();
        }
        if (event instanceof Sought sought) {
            return seek(sought);
        }
        if (event instanceof Held hold) {
            return hold(hold.on());
        }
        return event instanceof Simple simple ? on(simple) : List.of();
    }

    private List<StreamAction> on(Simple event) {
        return switch (event) {
            case INVITED -> to(state == State.INVITED ? State.ANSWERED : state);
            case ACKNOWLEDGED -> acknowledged();
            case STREAM_ENDED -> isUnderWay() ? to(State.OVER) : List.of();
            case TIMEOUT -> state == State.MOVING ? send() : hangUp();
            case ABORTED, NOT_HEARD -> hangUp();
            case HUNG_UP -> to(State.ENDED, STOP, RELEASE);
            default -> List.of();
        };
    }

    private List<StreamAction> hangUp() {
        return to(State.ENDED, STOP, HANG_UP, RELEASE);
    }

    private boolean isUnderWay() {
        return state == State.STREAMING || state == State.PAUSED;
    }

    private List<StreamAction> acknowledged() {
        if (state == State.ANSWERED) {
            endNanos = nanoTime.getAsLong() + longest.toNanos();
            return send();
        }
        return state == State.SEEKING ? send() : List.of();
    }

    private List<StreamAction> send() {
        return to(held ? State.PAUSED : State.STREAMING, new StreamAction.Send(place));
    }

    /** Before the first ACK, and while that of another place is awaited, it is only noted. */
    private List<StreamAction> seek(Sought wanted) {
        place = wanted.place();
        return isUnderWay() || state == State.MOVING || state == State.OVER
                ? to(wanted.withAck() ? State.SEEKING : State.MOVING, STOP)
                : List.of();
    }

    /** The media engine lets the packets wait by itself. */
    private List<StreamAction> hold(boolean on) {
        held = on;
        return isUnderWay() ? to(on ? State.PAUSED : State.STREAMING) : List.of();
    }

    private List<StreamAction> to(State next, StreamAction... actions) {
        state = next;
        return List.of(actions);
    }
}
