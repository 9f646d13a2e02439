package org.ssms.call.menu;

/** Digits that a caller presses one after the other, until he presses #. Does not print them. Not thread-safe. */
public final class DigitEntry {
    private final int most;
    private final StringBuilder digits = new StringBuilder();

    /** What comes of a key. */
    public enum Outcome {
        MORE,
        /** It was #. */
        COMPLETE,
        /** It was *. */
        BACK
    }

    /** @param most digits that are kept, and one more, by which it is known that there were too many */
    public DigitEntry(int most) {
        this.most = most;
    }

    /** Nothing is entered yet. */
    public void clear() {
        for (int i = 0; i < digits.length(); i++) {
            digits.setCharAt(i, '\0'); // it may have been a PIN
        }
        digits.setLength(0);
    }

    public Outcome pressed(char key) {
        if (key == '*') {
            return Outcome.BACK;
        }
        if (key == '#') {
            return Outcome.COMPLETE;
        }
        if (Character.isDigit(key) && digits.length() <= most) {
            digits.append(key);
        }
        return Outcome.MORE;
    }

    public String digits() {
        return digits.toString();
    }
}
