package org.ssms.web.mail.imap;

import java.util.ArrayList;
import java.util.List;

/** Numbers of mails, as {@code 1:3,5,7:*} (RFC 3501 §9): {@code *} is the greatest that there is. */
record SequenceSet(List<Range> ranges) {
    private static final long GREATEST = -1;
    private static final int MAX_DIGITS = 10;

    /** From one number to another, in any order. */
    record Range(long one, long other) {
        boolean contains(long number, long greatest) {
            long first = one == GREATEST ? greatest : one;
            long last = other == GREATEST ? greatest : other;
            return number >= Math.min(first, last) && number <= Math.max(first, last);
        }
    }

    static SequenceSet parse(String text) throws MalformedCommandException {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            ranges.add(
                    colon < 0
                            ? new Range(number(part), number(part))
                            : new Range(number(part.substring(0, colon)), number(part.substring(colon + 1))));
        }
        return new SequenceSet(List.copyOf(ranges));
    }

    private static long number(String text) throws MalformedCommandException {
        if (text.equals("*")) {
            return GREATEST;
        }
        if (!text.matches("[1-9][0-9]{0," + (MAX_DIGITS - 1) + "}")) {
            throw new MalformedCommandException("no number: " + text);
        }
        return Long.parseLong(text);
    }

    /** @param greatest number that there is; 0: there is none */
    boolean contains(long number, long greatest) {
        return ranges.stream().anyMatch(range -> range.contains(number, greatest));
    }
}
