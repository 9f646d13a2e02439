package org.ssms.web.mail.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.web.mail.mime.Octets;
import org.ssms.web.mail.mime.VoiceMail;

/**
 * What of a mail is wanted, as {@code BODY[1.MIME]<0.512>} (RFC 3501 §6.4.5).
 *
 * @param name of the section, in upper case; empty: the whole
 * @param fields of the head that are wanted alone; null: not some fields
 * @param others all but those are wanted
 * @param from first octet that is wanted; null: all
 * @param count how many at most
 */
record Section(
        String name,
        @Nullable List<String> fields,
        boolean others,
        @Nullable Long from,
        long count) {
    private static final int MAX_FIELDS = 64;
    private static final String FIELDS = "HEADER.FIELDS";
    private static final String OTHER_FIELDS = "HEADER.FIELDS.NOT";

    static Section whole(String name) {
        return new Section(name, null, false, null, 0);
    }

    /** Reads what follows {@code BODY}, from the bracket on. */
    static Section read(Arguments in) throws MalformedCommandException {
        in.expect('[');
        String name = in.next() == ']' ? "" : in.name();
        boolean others = name.equals(OTHER_FIELDS);
        List<String> fields = null;
        if (others || name.equals(FIELDS)) {
            fields = fields(in);
        } else if (!name.matches("|HEADER|TEXT|[1-9][0-9]{0,8}(\\.[1-9][0-9]{0,8}){0,7}(\\.(MIME|HEADER|TEXT))?")) {
            throw new MalformedCommandException("no section: " + name);
        }
        in.expect(']');
        if (!in.skip('<')) {
            return new Section(name, fields, others, null, 0);
        }
        long from = in.number();
        in.expect('.');
        long count = in.number();
        in.expect('>');
        if (count == 0) {
            throw new MalformedCommandException("nothing is wanted");
        }
        return new Section(name, fields, others, from, count);
    }

    private static List<String> fields(Arguments in) throws MalformedCommandException {
        List<String> fields = new ArrayList<>();
        in.space();
        in.expect('(');
        do {
            String field = in.astring();
            if (!field.matches("[!-9;-~]{1,80}") || fields.size() == MAX_FIELDS) {
                throw new MalformedCommandException("no field of a head");
            }
            fields.add(field);
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(fields);
    }

    /** How it is called in the answer. */
    String label() {
        String list =
                fields == null ? "" : fields.stream().map(Section::astring).collect(Collectors.joining(" ", " (", ")"));
        return "BODY[" + name + list + "]" + (from == null ? "" : "<" + from + ">");
    }

    private static String astring(String field) {
        return field.matches("[A-Za-z0-9-]+") ? field : ImapText.quoted(field);
    }

    /** Empty: the mail has no such section. */
    Optional<Octets> of(VoiceMail mail) {
        Optional<Octets> all = fields == null ? mail.section(name) : Optional.of(head(mail, fields));
        Long first = from;
        return first == null ? all : all.map(octets -> octets.slice(first, count));
    }

    private Octets head(VoiceMail mail, List<String> wanted) {
        List<String> names =
                wanted.stream().map(field -> field.toLowerCase(Locale.ROOT)).toList();
        StringBuilder head = new StringBuilder();
        for (Map.Entry<String, String> field : mail.facts().fields().entrySet()) {
            if (names.contains(field.getKey().toLowerCase(Locale.ROOT)) != others) {
                head.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n");
            }
        }
        return Octets.of(head.append("\r\n").toString().getBytes(UTF_8));
    }
}
