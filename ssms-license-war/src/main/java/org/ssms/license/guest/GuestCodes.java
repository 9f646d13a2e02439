package org.ssms.license.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.ssms.protect.key.MacKey;

/** Makes codes, and what is stored of them: of a code nobody learns from the database. Thread-safe. */
public final class GuestCodes {
    private static final int CODES = 100_000_000;
    private static final Pattern CODE = Pattern.compile("[0-9]{8}");

    private final MacKey key;
    private final SecureRandom random;

    /** @param key the same on all nodes that share a database */
    public GuestCodes(MacKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** Eight digits. */
    public String next() {
        return "%08d".formatted(random.nextInt(CODES));
    }

    /** Whether a text, without the blanks that people write, could be a code. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** What is stored of a code of an invitation. The same work whether there is such an invitation or not. */
    public String tag(UUID invitation, String code) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.tag((invitation + "|" + code).getBytes(US_ASCII)));
    }
}
