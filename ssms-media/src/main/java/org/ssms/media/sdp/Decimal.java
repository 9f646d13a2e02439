package org.ssms.media.sdp;

/** Unsigned decimal numbers of a text protocol: digits only, no sign, no overflow, no exception. */
final class Decimal {
    static final int INVALID = -1;

    private Decimal() {}

    /** The number, or {@link #INVALID} when it is not one or larger than {@code max}. */
    static int parse(String text, int max) {
        if (text.isEmpty() || text.length() > 9 || !isDigits(text)) {
            return INVALID;
        }
        int number = Integer.parseInt(text);
        return number <= max ? number : INVALID;
    }

    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
