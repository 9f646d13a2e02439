package org.ssms.sip.container.stack;

import org.jspecify.annotations.Nullable;

/**
 * What the head of a message may consist of, seen in one pass over its bytes: the stack's parser takes time by the
 * square of the parts of a header, and of its lines. The head ends where that parser ends it, at a line without
 * visible text.
 */
final class HeadLimits {
    /** Start line and headers, in bytes. */
    static final int MAX_BYTES = 16 * 1024;

    /** Lines, folded ones too. */
    static final int MAX_LINES = 200;

    /** Commas, semicolons and ampersands of one header. */
    static final int MAX_PARTS = 100;

    /** The same of a whole head. */
    static final int MAX_ALL_PARTS = 500;

    private HeadLimits() {}

    /** What is too much in {@code message}; null when nothing is. */
    static @Nullable String excess(byte[] message, int length) {
        int start = 0;
        while (start < length && message[start] < ' ') {
            start++; // as the parser does
        }
        int lines = 0;
        int parts = 0;
        int allParts = 0;
        int at = start;
        boolean visible = true;
        while (at < length && visible) {
            boolean folded = lines > 0 && (message[at] == ' ' || message[at] == '\t');
            parts = folded ? parts : 0;
            visible = false;
            while (at < length && message[at] != '\r' && message[at] != '\n') {
                byte next = message[at++];
                visible |= next < 0 || next > ' ';
                if (next == ';' || next == ',' || next == '&') {
                    parts++;
                    allParts++;
                }
            }
            at += at + 1 < length && message[at] == '\r' && message[at + 1] == '\n' ? 2 : 1;
            lines++;
            if (at - start > MAX_BYTES) {
                return "its head is longer than " + MAX_BYTES + " bytes";
            }
            if (lines > MAX_LINES || parts > MAX_PARTS || allParts > MAX_ALL_PARTS) {
                return "its head has too many headers or parameters";
            }
        }
        return null;
    }
}
