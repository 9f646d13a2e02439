package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8, none of which may be without end. For one thread. */
final class Lines {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private long number;

    /** @param longest line in bytes */
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next one without its end; null: there is none.
     *
     * @throws MalformedAuditException when it is too long
     */
    @Nullable
    String next() throws IOException, MalformedAuditException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
        number++;
        while (true) {
            if (from == to && !fill()) {
                return begun.size() == 0 ? null : begun.toString(UTF_8);
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (begun.size() + end - from > longest) {
                throw new MalformedAuditException("a line of more than " + longest + " bytes");
            }
            boolean whole = end < to;
            if (whole && begun.size() == 0) {
                String line = new String(buffer, from, end - from, UTF_8);
                from = end + 1;
                return line;
            }
            begun.write(buffer, from, end - from);
            from = whole ? end + 1 : end;
            if (whole) {
                return begun.toString(UTF_8);
            }
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
