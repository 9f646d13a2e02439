package org.ssms.media.dtmf;

/**
 * The telephone-event packets that a sender makes of one key press, RFC 4733 §2.5.1. All carry the timestamp of the start;
 * the first has the marker bit; the end is sent {@value #ENDS} times. Not thread safe.
 */
public final class KeyPress {
    private static final int ENDS = 3;

    private final char digit;
    private final int duration;
    private final int step;
    private int elapsed;
    private int endsSent;

    /**
     * A key held down for {@code duration}.
     *
     * @param digit one of 0-9 * # A-D
     * @param duration in samples of 1/8000 s, up to 65535
     * @param step samples between two packets, 160 for 20 ms
     */
    public KeyPress(char digit, int duration, int step) {
        if (duration < 1 || duration > 0xffff || step < 1) {
            throw new IllegalArgumentException("duration 1 to 65535 and step from 1");
        }
        this.digit = digit;
        this.duration = duration;
        this.step = step;
    }

    public boolean hasNext() {
        return endsSent < ENDS;
    }

    /** The event to send now; the next one is due after one step. */
    public TelephoneEvent next() {
        elapsed = Math.min(elapsed + step, duration);
        boolean end = elapsed == duration;
        endsSent += end ? 1 : 0;
        return TelephoneEvent.of(digit, end, elapsed);
    }
}
