package org.ssms.sip.container.log;

import org.jspecify.annotations.Nullable;

/**
 * Cuts what the Restcomm and JAIN SIP sources want to log. They like to append the whole SIP message, with credentials
 * and bodies, to texts and exceptions; only the first line of each is kept.
 */
public final class Redaction {
    private static final int MAX_LENGTH = 240;

    private Redaction() {}

    /** The first line of {@code text}, at most {@value #MAX_LENGTH} characters. */
    public static String firstLine(@Nullable Object text) {
        String all = String.valueOf(text);
        int end = Math.min(all.length(), MAX_LENGTH);
        for (int i = 0; i < end; i++) {
            if (all.charAt(i) == '\r' || all.charAt(i) == '\n') {
                return all.substring(0, i);
            }
        }
        return end < all.length() ? all.substring(0, end) + "..." : all;
    }

    /** A stand-in with the stack of {@code thrown} and of its causes, their classes and first lines. */
    public static Throwable redacted(Throwable thrown) {
        return new Redacted(thrown, 0);
    }

    private static final class Redacted extends Throwable {
        private static final long serialVersionUID = 1L;
        private static final int MAX_DEPTH = 5;

        Redacted(Throwable original, int depth) {
            super(original.getClass().getName() + ": " + firstLine(original.getMessage()), cause(original, depth));
            setStackTrace(original.getStackTrace());
        }

        private static @Nullable Throwable cause(Throwable original, int depth) {
            Throwable cause = original.getCause();
            return cause == null || depth == MAX_DEPTH ? null : new Redacted(cause, depth + 1);
        }
    }
}
