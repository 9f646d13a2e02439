package org.ssms.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Phone passwords in clear on their way into the database: lines {@code user=password}, UTF-8. */
final class SipAccountsFile {
    private static final int MAX_PASSWORD = 128;

    private SipAccountsFile() {}

    /**
     * Reads all lines; blank ones and those that begin with {@code #} are skipped.
     *
     * @return password by canonical name
     * @throws IOException when a line cannot be used; the text names its number and nothing in it
     */
    static Map<String, String> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, String> accounts = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String user = equals < 0
                    ? ""
                    : SubscriberName.canonical(line.substring(0, equals).strip())
                            .orElse("");
            String password = line.substring(equals + 1).strip();
            if (user.isEmpty() || !isPassword(password)) {
                throw new IOException("line " + (i + 1) + " is not user=password");
            }
            accounts.put(user, password);
        }
        return accounts;
    }

    private static boolean isPassword(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_PASSWORD
                && text.codePoints().noneMatch(Character::isISOControl);
    }
}
