package org.ssms.web.mail.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Locale;
import org.ssms.web.mail.Command;
import org.ssms.web.mail.SaslPlain;

/** Reads a command from its first octet to its last, by the grammar of RFC 3501 §9. */
final class Arguments {
    private static final int MAX_TAG = 64;
    private static final int MAX_DIGITS = 10;
    private static final String NO_ATOM = "(){%*\"\\]";

    private final Command command;
    private int at;

    Arguments(Command command) {
        this.command = command;
    }

    boolean isAtEnd() {
        return at == command.length();
    }

    /** The next octet as a character; NUL at the end. */
    char next() {
        return isAtEnd() ? '\0' : (char) (command.at(at) & 0xff);
    }

    /** Whether that comes next, in any case of its letters. */
    boolean isNext(String wanted) {
        return command.length() - at >= wanted.length()
                && command.text(at, at + wanted.length()).equalsIgnoreCase(wanted);
    }

    boolean skip(char wanted) {
        boolean isThere = !isAtEnd() && next() == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    void expect(char wanted) throws MalformedCommandException {
        if (!skip(wanted)) {
            throw new MalformedCommandException("'" + wanted + "' is missing");
        }
    }

    void space() throws MalformedCommandException {
        if (!skip(' ')) {
            throw new MalformedCommandException("more was expected");
        }
    }

    void end() throws MalformedCommandException {
        if (!isAtEnd()) {
            throw new MalformedCommandException("too much");
        }
    }

    private static boolean isAtomChar(char c) {
        return c > ' ' && c < 0x7f && NO_ATOM.indexOf(c) < 0;
    }

    String tag() throws MalformedCommandException {
        int from = at;
        while (isAtomChar(next()) && next() != '+') {
            at++;
        }
        if (at == from || at - from > MAX_TAG) {
            throw new MalformedCommandException("no tag");
        }
        return command.text(from, at);
    }

    String atom() throws MalformedCommandException {
        int from = at;
        while (isAtomChar(next())) {
            at++;
        }
        if (at == from) {
            throw new MalformedCommandException("a word was expected");
        }
        return command.text(from, at);
    }

    /** An atom in upper case. */
    String keyword() throws MalformedCommandException {
        return atom().toUpperCase(Locale.ROOT);
    }

    /** Letters, digits and points, in upper case. */
    String name() throws MalformedCommandException {
        int from = at;
        while (next() == '.' || (next() < 0x80 && Character.isLetterOrDigit(next()))) {
            at++;
        }
        if (at == from) {
            throw new MalformedCommandException("a name was expected");
        }
        return command.text(from, at).toUpperCase(Locale.ROOT);
    }

    /** A flag, as it is written. */
    String flag() throws MalformedCommandException {
        return skip('\\') ? "\\" + atom() : atom();
    }

    long number() throws MalformedCommandException {
        int from = at;
        while (next() >= '0' && next() <= '9') {
            at++;
        }
        if (at == from || at - from > MAX_DIGITS) {
            throw new MalformedCommandException("a number was expected");
        }
        return Long.parseLong(command.text(from, at));
    }

    /** What a sequence set is written with. */
    String set() throws MalformedCommandException {
        int from = at;
        while ("0123456789:,*".indexOf(next()) >= 0) {
            at++;
        }
        if (at == from) {
            throw new MalformedCommandException("numbers were expected");
        }
        return command.text(from, at);
    }

    /** An atom, a quoted string or a literal. */
    String astring() throws MalformedCommandException {
        return text(astringOctets(false));
    }

    /** The same, where an atom may have wildcards. */
    String pattern() throws MalformedCommandException {
        return text(astringOctets(true));
    }

    /** The same, which is kept nowhere else; for the caller to wipe. */
    char[] secret() throws MalformedCommandException {
        try {
            return SaslPlain.characters(astringOctets(false));
        } catch (CharacterCodingException e) {
            throw new MalformedCommandException("no UTF-8");
        }
    }

    private static String text(byte[] octets) throws MalformedCommandException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedCommandException("no UTF-8");
        }
    }

    private byte[] astringOctets(boolean isPattern) throws MalformedCommandException {
        if (next() == '"') {
            return quoted();
        }
        if (next() == '{') {
            return literal();
        }
        int from = at;
        while (isAtomChar(next()) || next() == ']' || (isPattern && (next() == '%' || next() == '*'))) {
            at++;
        }
        if (at == from) {
            throw new MalformedCommandException("a string was expected");
        }
        return command.copy(from, at);
    }

    private byte[] quoted() throws MalformedCommandException {
        expect('"');
        byte[] octets = new byte[command.length() - at];
        int length = 0;
        while (!skip('"')) {
            boolean isEscaped = skip('\\');
            char c = next();
            if (isAtEnd() || c == '\r' || c == '\n' || (isEscaped && c != '"' && c != '\\')) {
                Arrays.fill(octets, (byte) 0);
                throw new MalformedCommandException("a quoted string does not end");
            }
            octets[length] = (byte) c;
            length++;
            at++;
        }
        byte[] exact = Arrays.copyOf(octets, length);
        Arrays.fill(octets, (byte) 0);
        return exact;
    }

    /** The reader has seen to it that all of it is there. */
    private byte[] literal() throws MalformedCommandException {
        expect('{');
        long length = number();
        skip('+');
        expect('}');
        skip('\r');
        if (!skip('\n')) {
            throw new MalformedCommandException("a literal ends a line");
        }
        if (length > command.length() - at) {
            throw new MalformedCommandException("a literal is too short");
        }
        byte[] octets = command.copy(at, at + (int) length);
        at += (int) length;
        for (byte octet : octets) {
            if (octet == 0) {
                Arrays.fill(octets, (byte) 0);
                throw new MalformedCommandException("a literal has a NUL");
            }
        }
        return octets;
    }

    /** All that is left, for the caller to wipe. */
    byte[] rest() {
        byte[] octets = command.copy(at, command.length());
        at = command.length();
        return octets;
    }
}
