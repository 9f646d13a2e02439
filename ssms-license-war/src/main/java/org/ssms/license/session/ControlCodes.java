package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MacKey;
import org.ssms.protect.key.MessageId;

/**
 * Control codes: {@value #DIGITS} digits by which who has left a message without an account proves that it was he, and
 * the short-lived token that he gets for one. A token is good for the message that it names and nothing else; no other
 * door takes it. May be used by several threads.
 */
public final class ControlCodes {
    public static final int DIGITS = 12;

    private static final long CODES = 1_000_000_000_000L;

    /** Message id, last second since 1970, and a tag of both. */
    private static final Pattern TOKEN = Pattern.compile("(([0-9a-z]{26})\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{43})");

    private final MacKey key;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * @param key nobody guesses a code without it; with another one, what was told and what is kept is worthless
     * @param lifetime of a token
     */
    public ControlCodes(MacKey key, Duration lifetime, Clock clock) {
        this.key = key;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** That of the message with this key: the same each time, to be stored as its {@link #hash} only. */
    public String of(KeyId keyId) {
        long number = ByteBuffer.wrap(rawTag("make", keyId.value().toString())).getLong();
        return ("%0" + DIGITS + "d").formatted(Long.remainderUnsigned(number, CODES));
    }

    /** What is stored of a code, and what it is found by: 43 characters. */
    public String hash(String code) {
        return tag("code", code);
    }

    private String tag(String purpose, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(rawTag(purpose, text));
    }

    private byte[] rawTag(String purpose, String text) {
        return key.tag((purpose + "|" + text).getBytes(UTF_8));
    }

    /**
     * That somebody knows the code of a message, until {@code expiresAt}. Does not print the token.
     *
     * @param token bearer secret
     */
    public record Control(MessageId messageId, Instant expiresAt, String token) {
        @Override
        public String toString() {
            return "Control[" + messageId + ", until " + expiresAt + "]";
        }
    }

    /** For who has said the code of that message. */
    public Control open(MessageId messageId) {
        Instant end = Instant.ofEpochSecond(clock.instant().plus(lifetime).getEpochSecond());
        String text = messageId.value() + "." + end.getEpochSecond();
        return new Control(messageId, end, text + "." + tag("token", text));
    }

    /** The message of a token that is ours and not over; empty for anything else. */
    public Optional<MessageId> read(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] tag = tag("token", parts.group(1)).getBytes(UTF_8);
        boolean ours = MessageDigest.isEqual(tag, parts.group(4).getBytes(UTF_8));
        return ours && Instant.ofEpochSecond(Long.parseLong(parts.group(3))).isAfter(clock.instant())
                ? Optional.of(MessageId.parse(parts.group(2)))
                : Optional.empty();
    }
}
