package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A name and its password as SASL PLAIN brings them (RFC 4616). Wiped when it is closed; never printed. */
public final class SaslPlain implements AutoCloseable {
    private final String user;
    private final char[] password;

    private SaslPlain(String user, char[] password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Reads base64 of authorization identity, name and password. Nobody acts for somebody else: the first is empty, or
     * the name. Empty: it is none.
     *
     * @param base64 is wiped
     */
    public static Optional<SaslPlain> read(byte[] base64) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
        try {
            int first = next(message, 0);
            int second = next(message, first + 1);
            if (second >= message.length || next(message, second + 1) < message.length) {
                return Optional.empty();
            }
            char[] as = text(message, 0, first);
            char[] name = text(message, first + 1, second);
            if (name.length == 0 || (as.length > 0 && !Arrays.equals(as, name))) {
                return Optional.empty();
            }
            return Optional.of(new SaslPlain(new String(name), text(message, second + 1, message.length)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    /** The next NUL, or the end. */
    private static int next(byte[] message, int from) {
        int end = Math.min(from, message.length);
        while (end < message.length && message[end] != 0) {
            end++;
        }
        return end;
    }

    private static char[] text(byte[] message, int from, int to) throws CharacterCodingException {
        return characters(Arrays.copyOfRange(message, from, to));
    }

    /**
     * UTF-8 as characters, none of which are kept elsewhere.
     *
     * @param octets are wiped
     */
    public static char[] characters(byte[] octets) throws CharacterCodingException {
        CharBuffer text = CharBuffer.allocate(octets.length);
        try {
            var decoder = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            var result = decoder.decode(ByteBuffer.wrap(octets), text, true);
            if (result.isError()) {
                result.throwException();
            }
            return Arrays.copyOf(text.array(), text.position());
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }

    public String user() {
        return user;
    }

    /** Until it is closed. */
    public char[] password() {
        return password;
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    @Override
    public String toString() {
        return "SaslPlain[" + user + ", redacted]";
    }
}
