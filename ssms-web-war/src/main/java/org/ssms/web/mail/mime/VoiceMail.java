package org.ssms.web.mail.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/**
 * A voice message as a mail (RFC 3801): its octets, and where in them is what. Part 1 is text and HTML, part 2 the
 * protected file, or a word about why it is not there. Everything but the file is in memory, and ends its last line.
 */
public final class VoiceMail {
    private final Facts facts;
    /** All that comes before the file, and behind it. */
    private final byte[] before;

    private final @Nullable Base64File file;
    private final byte[] after;
    private final Map<String, Range> sections;
    private final Octets whole;

    /** From an octet of the whole mail to before another one. */
    private record Range(long from, long to) {}

    /**
     * What is told of a mail beside its octets.
     *
     * @param fields of its head, by name, as they stand there
     * @param text what a reader sees of it, for searches
     */
    public record Facts(MessageId message, Instant date, Map<String, String> fields, String text) {}

    private VoiceMail(Facts facts, Layout layout) {
        this.facts = facts;
        this.before = layout.before.toByteArray();
        this.file = layout.file;
        this.after = layout.after.toByteArray();
        this.sections = Map.copyOf(layout.sections);
        this.whole =
                file == null ? Octets.of(before) : Octets.inARow(List.of(Octets.of(before), file, Octets.of(after)));
    }

    public Facts facts() {
        return facts;
    }

    /** The whole mail; its length is the size that is told of it. */
    public Octets whole() {
        return whole;
    }

    /** Whether the protected file is attached. */
    public boolean isAttached() {
        return file != null;
    }

    /**
     * A section as IMAP names it (RFC 3501 §6.4.5), in upper case: nothing for the whole, {@code HEADER}, {@code TEXT},
     * a number of a part, perhaps with {@code .MIME}. Empty: there is no such section.
     */
    public Optional<Octets> section(String name) {
        return Optional.ofNullable(sections.get(name)).map(range -> whole.slice(range.from, range.to - range.from));
    }

    /** How long a section is that there is. */
    public long length(String section) {
        return section(section).orElseThrow().length();
    }

    /** Lines of a section of text. */
    public int lines(String section) {
        Range range = sections.getOrDefault(section, new Range(0, 0));
        int lines = 0;
        for (int i = (int) range.from; i < range.to; i++) {
            lines += before[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The whole as it is sent by POP3, without its end: a line that begins with a point has another (RFC 1939 §3). */
    public Octets stuffed() {
        return file == null
                ? Octets.of(stuffed(before))
                : Octets.inARow(List.of(Octets.of(stuffed(before)), file, Octets.of(stuffed(after))));
    }

    /** The head and so many lines of the body, likewise. */
    public Octets stuffedTop(long lines) {
        int head = Math.toIntExact(length("HEADER"));
        Cut text = Cut.behind(lines, before, head);
        List<Octets> parts = new ArrayList<>(List.of(Octets.of(stuffed(Arrays.copyOf(before, text.end)))));
        if (file != null && text.left > 0) {
            parts.add(file.slice(0, file.lengthOf(text.left)));
            Cut rest = Cut.behind(Math.max(0, text.left - file.lines()), after, 0);
            parts.add(Octets.of(stuffed(Arrays.copyOf(after, rest.end))));
        }
        return Octets.inARow(parts);
    }

    /** @param left lines that are still to come when there are no more octets */
    private record Cut(int end, long left) {
        static Cut behind(long lines, byte[] octets, int from) {
            long left = lines;
            int end = from;
            while (left > 0 && end < octets.length) {
                left -= octets[end] == '\n' ? 1 : 0;
                end++;
            }
            return new Cut(end, left);
        }
    }

    private static byte[] stuffed(byte[] lines) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream(lines.length + 16);
        boolean begins = true;
        for (byte octet : lines) {
            if (begins && octet == '.') {
                stuffed.write('.');
            }
            stuffed.write(octet);
            begins = octet == '\n';
        }
        return stuffed.toByteArray();
    }

    /** Puts a mail together from the first octet to the last, and notes where its sections are. */
    static final class Layout {
        private final ByteArrayOutputStream before = new ByteArrayOutputStream();
        private final ByteArrayOutputStream after = new ByteArrayOutputStream();
        private final Map<String, Range> sections = new LinkedHashMap<>();
        private @Nullable Base64File file;

        /** Text of ours, a line in each; CRLF is added. */
        Layout lines(String... lines) {
            for (String line : lines) {
                write(line.getBytes(US_ASCII));
                write(new byte[] {'\r', '\n'});
            }
            return this;
        }

        /** Text in UTF-8, whose lines end in LF. */
        Layout text(String text) {
            write(text.replace("\n", "\r\n").getBytes(UTF_8));
            return this;
        }

        Layout attached(Base64File content) {
            file = content;
            return this;
        }

        long position() {
            return before.size() + (file == null ? 0 : file.length() + after.size());
        }

        /**
         * Notes a section that ends here.
         *
         * @param behind octets before here that belong to it no more: the end of a line that is the next boundary's
         */
        Layout section(String name, long from, int behind) {
            sections.put(name, new Range(from, Math.max(from, position() - behind)));
            return this;
        }

        private void write(byte[] octets) {
            (file == null ? before : after).writeBytes(octets);
        }

        VoiceMail of(Facts facts) {
            return new VoiceMail(facts, this);
        }
    }
}
