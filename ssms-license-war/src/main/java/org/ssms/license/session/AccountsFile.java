package org.ssms.license.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operator's list of subscribers: lines {@code user=$2a$10$...}, blank lines and lines that begin with #. After the
 * bcrypt hash and a space there may be H(A1) for HTTP Digest: the hexadecimal SHA-256 of
 * {@code user:ssms-license:password}.
 */
final class AccountsFile {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+-]{0,63})"
            + "=(\\$2[abxy]\\$[0-9]{2}\\$[./A-Za-z0-9]{53})(?: ([0-9A-Fa-f]{64}))?");

    private AccountsFile() {}

    /**
     * One subscriber. Does not print the hashes.
     *
     * @param digestA1 lower-case hexadecimal; null: there is none
     */
    record Line(
            String username, String passwordHash, @Nullable String digestA1) {
        @Override
        public String toString() {
            return username;
        }
    }

    /** @throws IllegalArgumentException names the line that is wrong, not its content */
    static List<Line> read(Path file) throws IOException {
        List<Line> accounts = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "line " + number + " is not user=bcrypt-hash, with or without a SHA-256 for digest");
            }
            String a1 = matcher.group(3);
            accounts.add(new Line(matcher.group(1), matcher.group(2), a1 == null ? null : a1.toLowerCase(Locale.ROOT)));
        }
        return accounts;
    }
}
