package org.ssms.web.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes a GET asks for (RFC 9110 §14.2). One range is served. A header that is malformed, of another unit or asks
 * for several ranges is ignored, as the RFC permits, and the whole representation is sent.
 */
public sealed interface ByteRange {
    /** Everything, status 200. */
    record Whole() implements ByteRange {}

    /** {@code first} to {@code last}, both inclusive and inside the representation; status 206. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** The range begins behind the end; status 416. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * Reads a {@code Range} header; null when there was none. Never fails. {@code length} is that of the
     * representation.
     */
    static ByteRange parse(@Nullable String header, long length) {
        Matcher range = header == null ? null : Syntax.SINGLE_RANGE.matcher(header);
        if (range == null || !range.matches()) {
            return new Whole();
        }
        String first = range.group("first");
        String last = range.group("last");
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Syntax.position(last), length);
        }
        long from = Syntax.position(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Syntax.position(last);
        if (to < from) {
            return new Whole();
        }
        return from >= length ? new Unsatisfiable() : new Part(from, Math.min(to, length - 1));
    }

    private static ByteRange suffix(long suffixLength, long length) {
        if (suffixLength == 0) {
            return new Unsatisfiable();
        }
        return length == 0 ? new Whole() : new Part(Math.max(0, length - suffixLength), length - 1);
    }

    /** The grammar {@code bytes=first-last}. */
    final class Syntax {
        private static final Pattern SINGLE_RANGE =
                Pattern.compile("bytes=[ \\t]*(?<first>[0-9]*)-(?<last>[0-9]*)[ \\t]*", Pattern.CASE_INSENSITIVE);
        private static final int DIGITS_OF_LONG = 18;

        private Syntax() {}

        /** A position of any number of digits; what no file reaches becomes {@link Long#MAX_VALUE}. */
        private static long position(String digits) {
            String significant = digits.replaceFirst("^0+(?=.)", "");
            return significant.length() > DIGITS_OF_LONG ? Long.MAX_VALUE : Long.parseLong(significant);
        }
    }
}
