package org.ssms.web.mail.imap;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How flags are to be changed (RFC 3501 §6.4.6).
 *
 * @param seen how it is to be; null: as it is
 * @param marked likewise {@code \Deleted}
 */
record Store(@Nullable Boolean seen, @Nullable Boolean marked, boolean isSilent) {
    private static final int MAX_FLAGS = 64;

    static Store read(Arguments in) throws MalformedCommandException {
        boolean adds = in.skip('+');
        boolean removes = !adds && in.skip('-');
        String name = in.name();
        if (!name.equals("FLAGS") && !name.equals("FLAGS.SILENT")) {
            throw new MalformedCommandException("flags were expected");
        }
        in.space();
        Set<String> flags = flags(in);
        boolean replaces = !adds && !removes;
        return new Store(
                value("\\seen", flags, replaces, adds),
                value("\\deleted", flags, replaces, adds),
                name.endsWith("SILENT"));
    }

    private static @Nullable Boolean value(String flag, Set<String> flags, boolean replaces, boolean adds) {
        if (replaces) {
            return flags.contains(flag);
        }
        return flags.contains(flag) ? adds : null;
    }

    private static Set<String> flags(Arguments in) throws MalformedCommandException {
        Set<String> flags = new HashSet<>();
        boolean isList = in.skip('(');
        if (isList && in.skip(')')) {
            in.end();
            return flags;
        }
        int count = 0;
        do {
            flags.add(in.flag().toLowerCase(Locale.ROOT));
            count++;
        } while (count < MAX_FLAGS && in.skip(' '));
        if (isList) {
            in.expect(')');
        }
        in.end();
        return flags;
    }
}
