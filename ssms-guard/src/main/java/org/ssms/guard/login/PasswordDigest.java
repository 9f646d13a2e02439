package org.ssms.guard.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What bcrypt gets of a password that its owner has chosen. bcrypt looks at 72 bytes, which are 18 characters of some
 * scripts, so it gets a SHA-256 of all, in NFKC (NIST SP 800-63B §3.1.1.2): the same signs are the same password,
 * whatever keyboard they come from. The word before it keeps hashes of other people's lists from being tried.
 */
final class PasswordDigest {
    /** Ends what is stored of such a password. */
    private static final String MARK = ":sha256";

    private static final byte[] PURPOSE = "ssms password\0".getBytes(UTF_8);

    private PasswordDigest() {}

    /**
     * What is stored of a password.
     *
     * @param bcrypt makes a hash of a secret in modular crypt format
     */
    static String stored(char[] password, Function<char[], String> bcrypt) {
        char[] digest = of(password);
        try {
            return bcrypt.apply(digest) + MARK;
        } finally {
            Arrays.fill(digest, '\0');
        }
    }

    /**
     * Whether that is of the password, also where it is of the password itself: as operators bring them.
     *
     * @param bcrypt whether a secret has a hash
     */
    static boolean matches(String stored, char[] password, BiPredicate<String, char[]> bcrypt) {
        if (!stored.endsWith(MARK)) {
            return bcrypt.test(stored, password);
        }
        char[] digest = of(password);
        try {
            return bcrypt.test(stored.substring(0, stored.length() - MARK.length()), digest);
        } finally {
            Arrays.fill(digest, '\0');
        }
    }

    /** The caller wipes it. */
    static char[] of(char[] password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(PURPOSE);
            String normal = Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC);
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(sha.digest(normal.getBytes(UTF_8)))
                    .toCharArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
