package org.ssms.protect.key;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Public name of a message: 128 random bits as 26 characters of Crockford's base32 in lower case. Has no dot, so that
 * it can stand in {@code sip:user.messageid@host}. Unguessable, but no secret: knowing it gives no right.
 */
public record MessageId(String value) {
    public static final int LENGTH = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 128;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when {@code value} is not the canonical form
     */
    public MessageId {
        if (!isCanonical(value)) {
            throw new IllegalArgumentException("not a message id");
        }
    }

    public static MessageId generate(SecureRandom random) {
        BigInteger bits = new BigInteger(BITS, random);
        StringBuilder text = new StringBuilder(LENGTH);
        for (int shift = 5 * (LENGTH - 1); shift >= 0; shift -= 5) {
            text.append(ALPHABET.charAt(bits.shiftRight(shift).intValue() & 31));
        }
        return new MessageId(text.toString());
    }

    /**
     * Reads the canonical form, and nothing else.
     *
     * @throws IllegalArgumentException when {@code text} is not the canonical form; the message does not repeat it
     */
    public static MessageId parse(String text) {
        return new MessageId(text);
    }

    private static boolean isCanonical(String text) {
        // 26 characters hold 130 bits: the first may only use its lower three
        return text.length() == LENGTH && text.charAt(0) <= '7' && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return value;
    }
}
