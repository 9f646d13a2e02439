package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The octets of one command, without the end of its last line; literals are in it as they came. They are wiped when the
 * command is answered: what is to be kept is copied.
 */
public final class Command {
    private final byte[] octets;
    private final int length;

    /** Of the first octets of an array, which stays its owner's. */
    public Command(byte[] octets, int length) {
        this.octets = octets;
        this.length = length;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    public byte at(int index) {
        if (index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        return octets[index];
    }

    /** Some of them, for the caller to wipe. */
    public byte[] copy(int from, int to) {
        if (to > length) {
            throw new IndexOutOfBoundsException(to);
        }
        return Arrays.copyOfRange(octets, from, to);
    }

    /** Some of them, each as a character. Never of a password. */
    public String text(int from, int to) {
        if (to > length) {
            throw new IndexOutOfBoundsException(to);
        }
        return new String(octets, from, to - from, ISO_8859_1);
    }

    /** Up to the first of such octets from there on, or to the end. */
    public int until(char stop, int from) {
        int end = from;
        while (end < length && octets[end] != stop) {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        return "Command[" + length + " octets]"; // perhaps a password
    }
}
