package org.ssms.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address of this server that a browser wanted before it was sent to the login page: a path, perhaps with a query.
 */
public record ReturnPath(String path) {
    /** Longer ones are not remembered. */
    static final int MAX_LENGTH = 512;

    /** Empty for what is not a path of this server: {@code //host} would be another one. */
    static Optional<ReturnPath> of(String path) {
        boolean local = path.startsWith("/")
                && !path.startsWith("//")
                && path.length() <= MAX_LENGTH
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return local ? Optional.of(new ReturnPath(path)) : Optional.empty();
    }

    /** The opposite of {@link #encoded()}; empty for what that did not make. */
    public static Optional<ReturnPath> decoded(@Nullable String text) {
        if (text == null || text.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return of(new String(Base64.getUrlDecoder().decode(text), US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** As one segment of a path. */
    public String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(US_ASCII));
    }
}
