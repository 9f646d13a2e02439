package org.ssms.web.mail;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts what a client sends into commands: lines, and with IMAP the literals in them (RFC 3501 §4.3, RFC 7888). Every
 * length is checked before anything is kept, and nothing is kept behind a command. For one thread at a time.
 */
public final class CommandReader {
    private static final int START = 128;
    /** A larger one is not kept for the next command. */
    private static final int KEPT = 1024;

    private static final int MAX_DIGITS = 10;

    private static final byte[] NONE = {};

    /** What has happened. */
    public enum Event {
        /** Nothing yet: more octets are needed. */
        MORE,
        /** A whole command is there: {@link CommandReader#command}, until {@link CommandReader#done}. */
        COMMAND,
        /**
         * The client waits with a literal until it is asked for: {@link CommandReader#accept}, or the command is over
         * with {@link CommandReader#done}.
         */
        LITERAL,
        /** The end of a command of which a literal was too long, and was passed over; over with {@code done}. */
        DROPPED,
        /** Nothing more can be read. */
        BROKEN
    }

    /**
     * In octets.
     *
     * @param line of one line
     * @param literal of one literal
     * @param command of all lines and literals of a command
     * @param skipped of a literal that is too long, and comes unasked
     */
    public record Limits(int line, int literal, int command, long skipped) {}

    private enum State {
        LINE,
        LITERAL,
        SKIPPED,
        OVER,
        BROKEN
    }

    private final boolean hasLiterals;
    private Limits limits;
    private State state = State.LINE;
    private byte[] octets = NONE;
    private int length;
    /** Where the line began that is being read. */
    private int line;
    /** Of the literal. */
    private long left;

    private boolean isDropped;
    private Event event = Event.MORE;

    /**
     * At the beginning of a command.
     *
     * @param hasLiterals whether a line may go on behind a literal
     */
    public CommandReader(boolean hasLiterals, Limits limits) {
        this.hasLiterals = hasLiterals;
        this.limits = limits;
    }

    /** From the next command on. */
    public void limit(Limits other) {
        limits = other;
    }

    /** Takes octets up to the next event; what is behind it stays in {@code in}. */
    public Event take(ByteBuffer in) {
        while (in.hasRemaining() && state != State.OVER && state != State.BROKEN) {
            switch (state) {
                case LINE -> takeOctet(in.get());
                case LITERAL -> takeLiteral(in);
                default -> skip(in);
            }
        }
        return event();
    }

    private Event event() {
        return switch (state) {
            case OVER -> event;
            case BROKEN -> Event.BROKEN;
            default -> Event.MORE;
        };
    }

    private void takeOctet(byte octet) {
        if (octet == 0 || length - line >= limits.line || length >= limits.command) {
            state = State.BROKEN;
            wipe();
            return;
        }
        keep(octet);
        if (octet == '\n') {
            lineEnded();
        }
    }

    private void lineEnded() {
        int end = length - 1;
        if (end > line && octets[end - 1] == '\r') {
            end--;
        }
        long announced = hasLiterals ? literal(end) : -1;
        if (announced < 0) {
            length = end;
            over(isDropped ? Event.DROPPED : Event.COMMAND);
        } else if (octets[end - 2] == '+') {
            comesUnasked(announced);
        } else if (isDropped) {
            over(Event.DROPPED);
        } else {
            left = announced;
            over(Event.LITERAL);
        }
    }

    private void over(Event what) {
        event = what;
        state = State.OVER;
    }

    private void comesUnasked(long announced) {
        left = announced;
        if (fits() && !isDropped) {
            state = State.LITERAL;
            goOn();
        } else if (announced <= limits.skipped) {
            isDropped = true;
            state = State.SKIPPED;
            goOn();
        } else {
            state = State.BROKEN;
            wipe();
        }
    }

    /** The length that a line announces at its end; -1: none. */
    private long literal(int end) {
        int last = end - 1;
        if (last < line + 2 || octets[last] != '}') {
            return -1;
        }
        int stop = octets[last - 1] == '+' ? last - 1 : last;
        int first = stop;
        while (first > line && stop - first <= MAX_DIGITS && octets[first - 1] >= '0' && octets[first - 1] <= '9') {
            first--;
        }
        boolean isNumber = first < stop && stop - first <= MAX_DIGITS;
        if (first == line || octets[first - 1] != '{' || !isNumber) {
            return -1;
        }
        long announced = 0;
        for (int i = first; i < stop; i++) {
            announced = announced * 10 + octets[i] - '0';
        }
        return announced;
    }

    private void takeLiteral(ByteBuffer in) {
        int some = (int) Math.min(in.remaining(), left);
        room(some);
        in.get(octets, length, some);
        length += some;
        left -= some;
        goOn();
    }

    private void skip(ByteBuffer in) {
        int some = (int) Math.min(in.remaining(), left);
        in.position(in.position() + some);
        left -= some;
        goOn();
    }

    /** Behind a literal the next line begins. */
    private void goOn() {
        if (left == 0) {
            state = State.LINE;
            line = length;
        }
    }

    /** Of the literal that is announced, or asked for. */
    public boolean fits() {
        return left <= limits.literal && length + left <= limits.command;
    }

    /** Asks for the literal that is announced, and {@linkplain #fits fits}. */
    public void accept() {
        if (event() != Event.LITERAL || !fits()) {
            throw new IllegalStateException("no literal that may be asked for");
        }
        state = State.LITERAL;
        goOn();
    }

    /** Of a literal or a dropped command the beginning, up to there. */
    public Command command() {
        return new Command(octets, length);
    }

    /** Forgets the command. */
    public void done() {
        wipe();
        isDropped = false;
        state = state == State.BROKEN ? State.BROKEN : State.LINE;
    }

    private void wipe() {
        Arrays.fill(octets, 0, Math.min(octets.length, length + 2), (byte) 0); // the end of the line, too
        if (octets.length > KEPT) {
            octets = NONE;
        }
        length = 0;
        line = 0;
        left = 0;
    }

    private void keep(byte octet) {
        room(1);
        octets[length] = octet;
        length++;
    }

    private void room(int more) {
        if (length + more > octets.length) {
            byte[] before = octets;
            octets = Arrays.copyOf(before, Math.max(length + more, Math.max(START, 2 * length)));
            Arrays.fill(before, (byte) 0);
        }
    }
}
